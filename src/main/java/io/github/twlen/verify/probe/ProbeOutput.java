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

/** The output of a probe that runs as an argument of a shell, on this host or over ssh. */
public final class ProbeOutput implements Consumer<String>, AutoCloseable {
  private static final String AGAIN = "PROBE_TEXT=$1; shift; eval \"$PROBE_TEXT\"";

  private final LogFile file;
  private final Progress progress;
  private final List<ConsoleLine> lines = new ArrayList<>();
  private final long start = System.nanoTime();

  /** Writes every line to a log. */
  public ProbeOutput(Path log, Progress progress) {
    this.file = new LogFile(log);
    this.progress = progress;
  }

  /**
   * Returns the command that runs the probe.
   *
   * @param lengths the lengths to set as well; needs root unless they are isolated
   */
  public static List<String> argv(
      ProbeFiles probe, GuestLimits limits, OptionalInt load, Optional<LengthPlan> lengths) {
    List<String> argv = new ArrayList<>();
    if (lengths.isPresent()) {
      // Only root may set a length; a running host keeps its own, and may refuse the others.
      argv.addAll(lengths.get().isolated() ? List.of() : List.of("sudo", "-n"));
      // The probe runs itself again in another namespace.
      argv.addAll(List.of("sh", "-c", AGAIN, "probe", probe.script()));
    } else {
      argv.addAll(List.of("sh", "-c", probe.script(), "probe"));
    }
    argv.addAll(List.of("--limit", String.valueOf(limits.probeSeconds())));
    load.ifPresent(rate -> argv.addAll(List.of("--load", String.valueOf(rate))));
    lengths.ifPresent(plan -> argv.addAll(plan.options()));
    return argv;
  }

  @Override
  public void accept(String line) {
    lines.add(new ConsoleLine(line, System.nanoTime()));
    file.accept(line);
    ProbeTranscript.status(line).ifPresent(progress::status);
  }

  /** Returns the last line of another program, such as an error message of ssh; may be empty. */
  public String othersLast() {
    return lines.stream()
        .map(ConsoleLine::text)
        .filter(text -> !ProbeTranscript.isOwn(text) && !text.isBlank())
        .reduce((first, second) -> second)
        .map(String::strip)
        .orElse("");
  }

  /** Returns the time since the start. */
  public Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Returns the run of a finished probe.
   *
   * @param command to repeat the run
   * @throws GuestFailure when the measurement is incomplete
   */
  public GuestRun run(List<String> command) {
    if (lines.stream().noneMatch(line -> ProbeTranscript.isOwn(line.text()))) {
      throw new GuestFailure(
          "the probe did not start: " + othersLast(), "check the log " + file.path(), null);
    }
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
