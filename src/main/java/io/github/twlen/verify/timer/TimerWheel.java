// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

/**
 * The timer wheel of the kernel since 4.8 (kernel/time/timer.c: {@code LVL_BITS}, {@code
 * LVL_CLK_SHIFT}, {@code LVL_START}, {@code calc_index()}).
 *
 * <p>A timer due in {@code delta} jiffies goes into the level whose range contains {@code delta}.
 * Level {@code n} has 64 buckets of {@code 8^n} jiffies and begins at {@code 63 << 3(n-1)} jiffies.
 * The expiry is rounded up to the next multiple of the bucket's width, by at least one jiffy: a
 * timer never fires early, and at most one bucket late.
 */
final class TimerWheel {
  private static final int LVL_BITS = 6;
  private static final int LVL_CLK_SHIFT = 3;
  private static final int LVL_SIZE = 1 << LVL_BITS;

  /** {@code delta} counts from the wheel's clock, which may be some jiffies late. */
  private static final int CLOCK_LAG = 8;

  private TimerWheel() {}

  /**
   * Returns the width of a timer's bucket in jiffies; near a border between levels, the wider one.
   *
   * @param delta in jiffies
   * @param hz jiffies a second: the wheel has eight levels up to 100, nine above
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

  /** Returns when a timer fires that is due in {@code delta} jiffies, in seconds. */
  static Span firing(long delta, int hz) {
    return new Span((double) delta / hz, (double) (delta + granularity(delta, hz)) / hz);
  }
}
