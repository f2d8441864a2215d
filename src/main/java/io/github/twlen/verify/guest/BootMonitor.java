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

/**
 * Follows a booting guest from its first line to the probe's last. Each bad end has a name; none of
 * them is a wait without end.
 */
public final class BootMonitor {
  /** The firmware prints nothing on the serial console, so these are the kernel's. */
  private static final Pattern KERNEL_LINE =
      Pattern.compile("Linux version .*|\\[ *\\d+\\.\\d+\\].*");

  private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing.*");

  /** The probe prints some ten thousand lines at most; more is not a probe. */
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

  /**
   * Waits for the kernel's first sign of life.
   *
   * @return whether it came in time; if not, {@link Console#ended()} tells whether the guest ended
   */
  public boolean kernelShowsUp(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
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
   * Collects the probe's lines up to its last one.
   *
   * @throws GuestFailure when the guest panics, ends, falls silent, or takes too long
   */
  public List<ConsoleLine> untilProbeEnds() throws InterruptedException {
    List<ConsoleLine> own = new ArrayList<>();
    long lastHeard = System.nanoTime();
    while (own.size() < MOST_LINES) {
      long now = System.nanoTime();
      if (now > deadline) {
        throw bad("the guest did not come to an end within " + seconds(total));
      }
      if (now - lastHeard > limits.silence().toNanos()) {
        throw bad(
            (own.isEmpty()
                    ? "the guest's kernel started and then printed nothing"
                    : "the probe stopped in the middle and printed nothing")
                + " for "
                + seconds(limits.silence()));
      }
      Optional<ConsoleLine> line = console.next(Duration.ofMillis(200));
      if (console.ended()) {
        throw bad(
            own.isEmpty()
                ? "the guest ended before the probe began"
                : "the guest ended before the probe did");
      }
      if (line.isEmpty()) {
        continue;
      }
      rejectPanic(line.get().text());
      if (ProbeTranscript.isOwn(line.get().text())) {
        own.add(line.get());
        progress.status(ProbeTranscript.status(line.get().text()).orElse("measuring"));
        if (ProbeTranscript.isEnd(line.get().text())) {
          return own;
        }
      }
      // Once the probe speaks, only the probe counts: a kernel can go on printing without it.
      if (own.isEmpty() || ProbeTranscript.isOwn(line.get().text())) {
        lastHeard = System.nanoTime();
      }
    }
    throw bad("the probe printed more than " + MOST_LINES + " lines");
  }

  private void rejectPanic(String line) throws InterruptedException {
    Matcher panic = PANIC.matcher(line);
    if (!panic.find()) {
      return;
    }
    // What follows, such as the call trace, belongs to the last lines that are shown.
    long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (!console.ended() && System.nanoTime() < until) {
      console.next(Duration.ofMillis(100));
    }
    throw bad("the guest's kernel panicked: " + panic.group());
  }

  /** A failure with the last lines and the place of the whole log. */
  GuestFailure bad(String what) {
    return new GuestFailure(
        what, "all that the guest printed is in " + log, console.lastLines(), null);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
