// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

/**
 * The kernel's timer wheel since 4.8, as far as it decides how late a timer fires
 * (kernel/time/timer.c: {@code LVL_BITS}, {@code LVL_CLK_SHIFT}, {@code LVL_START}, {@code
 * calc_index()}).
 *
 * <p>A timer that is due in {@code delta} jiffies goes into the level whose range holds {@code
 * delta}. Level {@code n} has 64 buckets of {@code 8^n} jiffies and begins at {@code 63 << 3(n-1)}
 * jiffies. Its expiry is rounded up to the next multiple of the bucket's width, always by at least
 * one jiffy, and is not looked at again: a timer never fires early, and at most one bucket late.
 */
final class TimerWheel {
  private static final int LVL_BITS = 6;
  private static final int LVL_CLK_SHIFT = 3;
  private static final int LVL_SIZE = 1 << LVL_BITS;

  /** {@code delta} is taken from the wheel's own clock, which may lie some jiffies behind. */
  private static final int CLOCK_LAG = 8;

  private TimerWheel() {}

  /**
   * The width of the bucket that a timer falls into.
   *
   * @param delta how far away its expiry is, in jiffies
   * @param hz jiffies a second: the wheel has eight levels at 100 and below, nine above
   * @return jiffies; next to a border between levels, the wider one
   */
  static long granularity(long delta, int hz) {
    int depth = hz > 100 ? 9 : 8;
    int level = 0;
    while (level + 1 < depth && delta + CLOCK_LAG >= levelStart(level + 1)) {
      level++;
    }
    return 1L << (level * LVL_CLK_SHIFT);
  }

  private static long levelStart(int level) {
    return (LVL_SIZE - 1L) << ((level - 1) * LVL_CLK_SHIFT);
  }

  /**
   * When a timer fires that was set to {@code delta} jiffies from now, in seconds: not before, and
   * at most one bucket after.
   */
  static Span firing(long delta, int hz) {
    return new Span((double) delta / hz, (double) (delta + granularity(delta, hz)) / hz);
  }
}
