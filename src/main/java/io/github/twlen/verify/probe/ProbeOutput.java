// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.Progress;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.workspace.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What a probe says that runs in a shell of a machine, and how that shell is told to run it. The
 * probe travels as an argument: nothing is written there, and root is not needed.
 */
public final class ProbeOutput implements Consumer<String>, AutoCloseable {
  private final LogFile file;
  private final Progress progress;
  private final List<ConsoleLine> lines = new ArrayList<>();
  private final long start = System.nanoTime();

  /**
   * @param log gets every line
   */
  public ProbeOutput(Path log, Progress progress) {
    this.file = new LogFile(log);
    this.progress = progress;
  }

  /** The program and its arguments that run the probe. */
  public static List<String> argv(ProbeFiles probe, GuestLimits limits, OptionalInt load) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", probe.script(), "probe"));
    argv.addAll(List.of("--limit", String.valueOf(limits.probeSeconds())));
    load.ifPresent(rate -> argv.addAll(List.of("--load", String.valueOf(rate))));
    return argv;
  }

  @Override
  public void accept(String line) {
    lines.add(new ConsoleLine(line, System.nanoTime()));
    file.accept(line);
    ProbeTranscript.status(line).ifPresent(progress::status);
  }

  /** Whether the probe has said anything. */
  public boolean begun() {
    return lines.stream().anyMatch(line -> ProbeTranscript.isOwn(line.text()));
  }

  /** Whether the probe has said its last word. */
  boolean complete() {
    return lines.stream().anyMatch(line -> ProbeTranscript.isEnd(line.text()));
  }

  /** The last line that is not the probe's, such as a complaint of ssh's; may be empty. */
  public String othersLast() {
    return lines.stream()
        .map(ConsoleLine::text)
        .filter(text -> !ProbeTranscript.isOwn(text) && !text.isBlank())
        .reduce((first, second) -> second)
        .map(String::strip)
        .orElse("");
  }

  /** Since the first line could come. */
  public Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * The run, once the probe has ended.
   *
   * @param command how it was run, to repeat it
   * @throws GuestFailure when it gave no whole measurement
   */
  public GuestRun run(List<String> command) {
    return new GuestRun(
        ProbeTranscript.parseArrived(lines),
        Acceleration.NONE,
        lines.stream().map(ConsoleLine::text).filter(ProbeTranscript::isOwn).toList(),
        file.path(),
        command,
        took(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    progress.status("");
    file.close();
  }
}
