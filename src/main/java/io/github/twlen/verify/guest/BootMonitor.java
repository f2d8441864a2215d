// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.Progress;
import io.github.twlen.verify.probe.ConsoleLine;
import io.github.twlen.verify.probe.ProbeTranscript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows a booting guest to the probe's last line, and never waits without a limit. */
public final class BootMonitor {
  /** The firmware prints nothing on the serial console. */
  private static final Pattern KERNEL_LINE =
      Pattern.compile("Linux version .*|\\[ *\\d+\\.\\d+\\].*");

  private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing.*");

  /** The probe prints some ten thousand lines at most. */
  private static final int MOST_LINES = 500_000;

  private final Console console;
  private final GuestLimits limits;
  private final Path log;
  private final Progress progress;
  private final Duration total;
  private final long deadline;

  public BootMonitor(
      Console console, GuestLimits limits, OptionalInt load, Path log, Progress progress) {
    this.console = console;
    this.limits = limits;
    this.log = log;
    this.progress = progress;
    this.total = limits.total(load);
    this.deadline = System.nanoTime() + total.toNanos();
  }

  /** Returns whether the kernel printed a line within a time limit; false when the guest exited. */
  public boolean awaitKernel(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    for (long left = until - System.nanoTime();
        left > 0 && !console.ended();
        left = until - System.nanoTime()) {
      Optional<ConsoleLine> line = console.next(Duration.ofNanos(left));
      if (line.isPresent() && KERNEL_LINE.matcher(line.get().text()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the probe's lines to its last one.
   *
   * @throws GuestFailure when the guest panics, exits, prints nothing, or takes too long
   */
  public List<ConsoleLine> awaitProbe() throws InterruptedException {
    List<ConsoleLine> probe = new ArrayList<>();
    long lastOutput = System.nanoTime();
    while (probe.size() < MOST_LINES) {
      requireTime(probe.isEmpty(), lastOutput);
      Optional<ConsoleLine> line = console.next(Duration.ofMillis(200));
      if (console.ended()) {
        throw failure(
            "the guest exited before the probe " + (probe.isEmpty() ? "started" : "finished"));
      }
      if (line.isEmpty()) {
        continue;
      }
      String text = line.get().text();
      rejectPanic(text);
      if (ProbeTranscript.isOwn(text)) {
        probe.add(line.get());
        progress.status(ProbeTranscript.status(text).orElse("measuring"));
        if (ProbeTranscript.isEnd(text)) {
          return probe;
        }
      }
      // The kernel may go on printing after the probe has stopped.
      if (probe.isEmpty() || ProbeTranscript.isOwn(text)) {
        lastOutput = System.nanoTime();
      }
    }
    throw failure("the probe printed more than " + MOST_LINES + " lines");
  }

  private void requireTime(boolean beforeProbe, long lastOutput) {
    long now = System.nanoTime();
    if (now > deadline) {
      throw failure("the guest did not finish within " + seconds(total));
    }
    if (now - lastOutput > limits.silence().toNanos()) {
      throw failure(
          (beforeProbe ? "the kernel started, then" : "the probe started, then")
              + " no console output for "
              + seconds(limits.silence()));
    }
  }

  private void rejectPanic(String line) throws InterruptedException {
    Matcher panic = PANIC.matcher(line);
    if (!panic.find()) {
      return;
    }
    // Waits for the call trace, which the failure shows.
    long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (!console.ended() && System.nanoTime() < until) {
      console.next(Duration.ofMillis(100));
    }
    throw failure("the guest's kernel panicked: " + panic.group());
  }

  /** Creates a failure with the last lines of the console. */
  GuestFailure failure(String what) {
    return new GuestFailure(what, "check the console output in " + log, console.lastLines(), null);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
