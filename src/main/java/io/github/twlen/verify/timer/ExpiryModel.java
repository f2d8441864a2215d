// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Predicts when a kernel expires a TIME_WAIT socket of length N.
 *
 * <ul>
 *   <li>4.8 and later: each socket has its own timer in the timer wheel, which fires at most one
 *       bucket after N ({@link TimerWheel}): 15 s at HZ=250 are 3,750 jiffies, in level 2 (504 to
 *       4,031 jiffies, buckets of 64), so the socket expires after 15.000 to 15.256 s.
 *   <li>4.1 to 4.7: its own timer in the older wheel, exact to the jiffy ({@code
 *       mod_timer_pinned()} has no slack). N counts from the last tick, up to one jiffy earlier.
 *   <li>up to 4.0: a slow timer and a short-time calendar ({@link DeathRow}).
 * </ul>
 *
 * @param hz jiffies a second; when unknown, spans cover 100, 250, 300 and 1000
 */
public record ExpiryModel(KernelRelease release, OptionalInt hz) {
  private static final List<Integer> COMMON = List.of(100, 250, 300, 1000);

  /** Checks the range of HZ in kernels: 12 to 6144. */
  public ExpiryModel {
    if (hz.isPresent() && (hz.getAsInt() < 12 || hz.getAsInt() > 6144)) {
      throw new IllegalArgumentException("HZ out of range: " + hz.getAsInt());
    }
  }

  /** Returns the model of a kernel with a known HZ. */
  public static ExpiryModel of(KernelRelease release, int hz) {
    return new ExpiryModel(release, OptionalInt.of(hz));
  }

  /** Returns the lifetime of a single socket, in seconds since it entered TIME_WAIT. */
  public Span lifetime(TimewaitLength length) {
    return lifetime(length, 0);
  }

  /**
   * Returns the lifetime of a socket of a batch, in seconds since it entered TIME_WAIT.
   *
   * @param bornAfter seconds since the first of the batch; affects short lengths up to 4.0 only
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
   * Returns the lifetime of a socket if another length was set while it waited. From 4.1 on, its
   * own timer is not touched. Up to 4.0, its slot of the slow timer comes later when the period
   * grows, after the new length at most; when the period shrinks, the patched kernel moves the
   * socket to the slot of its own time.
   */
  public Span lifetimeAfterChange(TimewaitLength length, TimewaitLength next) {
    Span own = lifetime(length);
    if (release.atLeast(4, 1) || next.seconds() <= length.seconds()) {
      return own;
    }
    return new Span(own.least(), lifetime(next).most());
  }

  /**
   * The tolerance for a timer's time and expiry, in seconds. Ticks of a virtual processor come
   * late, by 0.1 s in an emulated guest on a busy host. Lengths are whole seconds, so none is
   * ambiguous.
   */
  public static final double LATE_TICKS = 0.25;

  /**
   * Returns the remaining time of a new socket in seconds: N; up to 4.0, a short N is rounded up.
   */
  public Span programmed(TimewaitLength length) {
    return overHz(
        each -> {
          long jiffies = (long) length.seconds() * each;
          long set = release.atLeast(4, 1) ? jiffies : DeathRow.programmed(jiffies, each);
          return new Span((double) set / each, (double) set / each);
        });
  }

  /** Returns the span for HZ, or the union of those for the common values. */
  Span overHz(IntFunction<Span> one) {
    if (hz.isPresent()) {
      return one.apply(hz.getAsInt());
    }
    return COMMON.stream().map(one::apply).reduce(Span::and).orElseThrow();
  }
}
