// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * When a kernel ends a TIME_WAIT socket of length N: hardly ever after N seconds exactly.
 *
 * <ul>
 *   <li>4.8 and later: each socket has a timer of its own in the timer wheel. It fires after N, at
 *       most one bucket late ({@link TimerWheel}): 15 s at HZ=250 are 3,750 jiffies, which fall
 *       into level 2 (504 to 4,031 jiffies, buckets of 64), so the socket goes after 15.000 to
 *       15.256 s.
 *   <li>4.1 to 4.7: a timer of its own in the older wheel, which is exact to the jiffy ({@code
 *       mod_timer_pinned()} knows no slack). N is counted from the last tick, so up to one jiffy is
 *       missing.
 *   <li>up to 4.0: two shared calendars ({@link DeathRow}).
 * </ul>
 *
 * @param release decides the mechanism
 * @param hz jiffies a second; when unknown, a length's span covers 100, 250, 300 and 1000
 */
public record ExpiryModel(KernelRelease release, OptionalInt hz) {
  private static final List<Integer> USUAL = List.of(100, 250, 300, 1000);

  /** Checks the range of HZ, which the kernel itself limits. */
  public ExpiryModel {
    if (hz.isPresent() && (hz.getAsInt() < 12 || hz.getAsInt() > 6144)) {
      throw new IllegalArgumentException("not a HZ of a kernel: " + hz.getAsInt());
    }
  }

  /** The model of a kernel whose HZ is known. */
  public static ExpiryModel of(KernelRelease release, int hz) {
    return new ExpiryModel(release, OptionalInt.of(hz));
  }

  /** The earliest and the latest end of a lone socket, in seconds after it came into TIME_WAIT. */
  public Span lifetime(TimewaitLength length) {
    return lifetime(length, 0);
  }

  /**
   * The earliest and the latest end of a socket of a batch, in seconds after it came into
   * TIME_WAIT.
   *
   * @param bornAfter seconds since the first one of the batch; matters for short lengths up to 4.0
   *     only
   */
  public Span lifetime(TimewaitLength length, double bornAfter) {
    return overHz(each -> lifetime((long) length.seconds() * each, each, bornAfter));
  }

  private Span lifetime(long jiffies, int each, double bornAfter) {
    if (release.atLeast(4, 8)) {
      return TimerWheel.firing(jiffies, each);
    }
    if (release.atLeast(4, 1)) {
      return new Span((double) Math.max(0, jiffies - 1) / each, (double) jiffies / each);
    }
    return DeathRow.lifetime(jiffies, each, bornAfter);
  }

  /**
   * How far, in seconds, what a timer was set to and when it fired may seem off. The kernel counts
   * from its last tick, and a virtual processor that waits for its host gets its ticks late:
   * measured in an emulated guest beside compilers, 0.1 s. The length is a whole number of seconds,
   * so that none but the wanted one is this near.
   */
  public static final double LATE_TICKS = 0.25;

  /**
   * The length that the kernel notes in the socket and shows as its remainder, in seconds: N, but
   * for a short N up to 4.0, which is rounded up.
   */
  public Span programmed(TimewaitLength length) {
    return overHz(
        each -> {
          long jiffies = (long) length.seconds() * each;
          long set = release.atLeast(4, 1) ? jiffies : DeathRow.programmed(jiffies, each);
          return new Span((double) set / each, (double) set / each);
        });
  }

  /** What holds for any HZ that the kernel may have. */
  Span overHz(IntFunction<Span> one) {
    if (hz.isPresent()) {
      return one.apply(hz.getAsInt());
    }
    return USUAL.stream().map(one::apply).reduce(Span::and).orElseThrow();
  }

  /** What this model stands on, for a report. */
  public String basis() {
    String mechanism =
        release.atLeast(4, 8)
            ? "timer wheel of 4.8 and later"
            : release.atLeast(4, 1) ? "exact timers of 4.1 to 4.7" : "slotted calendars up to 4.0";
    return mechanism
        + (hz.isPresent()
            ? ", HZ=" + hz.getAsInt()
            : ", HZ unknown: the widest of 100, 250, 300 and 1000");
  }
}
