// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

/**
 * The two calendars that ended TIME_WAIT sockets up to 4.0 (net/ipv4/inet_timewait_sock.c: {@code
 * inet_twsk_schedule()}, {@code inet_twdr_hangman()}, {@code inet_twdr_twcal_tick()}).
 *
 * <p>The slow one has 8 slots of N/8. A socket goes into the slot before the present one, so it is
 * ended at the eighth tick from then: the first of them is due in anything up to N/8, so the socket
 * lives more than 7N/8 and at most N. Each tick sets the next one, and {@code apply_slack()}
 * (kernel/time/timer.c, 2.6.35 to 4.7) may put each off by 1/256 of its time, and a jiffy is lost
 * where the interrupt comes late.
 *
 * <p>The fast one has 32 rows of 2^TICK jiffies and takes what fits into 31 of them. N is rounded
 * up to whole rows. The calendar's hand stands still until the first row is due, so a socket that
 * comes later falls into the same row and goes with the first one.
 */
final class DeathRow {
  private static final int SLOW_SLOTS = 8;
  private static final int FAST_SLOTS_LOG = 5;
  private static final int FAST_SLOTS = 1 << FAST_SLOTS_LOG;
  private static final double SLACK = 1.0 / 256;

  private DeathRow() {}

  /**
   * How long a small socket lives that is set to another time than N, one in FIN_WAIT2: the slow
   * calendar puts it as many slots ahead as its time has, rounded up, but never more than seven.
   *
   * @param time in jiffies
   * @param length N in jiffies
   * @param bornAfter seconds since the first socket of the same batch
   */
  static Span small(long time, long length, int hz, double bornAfter) {
    if (fastRows(time, hz) < FAST_SLOTS) {
      return lifetime(time, hz, bornAfter);
    }
    // Below eight jiffies the kernel itself would divide by zero.
    long period = Math.max(1, length / SLOW_SLOTS);
    return slow(Math.min(SLOW_SLOTS - 1, (time + period - 1) / period), length, hz);
  }

  /** {@code INET_TWDR_RECYCLE_TICK}: the power of two that makes 32 rows last about 4 s. */
  private static int fastTick(int hz) {
    int log = Integer.SIZE - Integer.numberOfLeadingZeros(hz - 1);
    return log + 2 - FAST_SLOTS_LOG;
  }

  private static long fastRows(long length, int hz) {
    int tick = fastTick(hz);
    return (length + (1L << tick) - 1) >> tick;
  }

  /** What {@code tw_ttd} is set to, in jiffies from now: N, in the fast calendar rounded up. */
  static long programmed(long length, int hz) {
    long rows = fastRows(length, hz);
    return rows < FAST_SLOTS ? rows << fastTick(hz) : length;
  }

  /**
   * How long a socket lives, in seconds.
   *
   * @param length N in jiffies
   * @param bornAfter seconds since the first socket of the same batch
   */
  static Span lifetime(long length, int hz, double bornAfter) {
    double jiffy = 1.0 / hz;
    if (fastRows(length, hz) < FAST_SLOTS) {
      double whole = (double) programmed(length, hz) / hz;
      return new Span(Math.max(0, whole - bornAfter - jiffy), whole * (1 + SLACK) + jiffy);
    }
    return slow(SLOW_SLOTS - 1, length, hz);
  }

  /** In the slow calendar, so many slots ahead of the present one. */
  private static Span slow(long slots, long length, int hz) {
    double jiffy = 1.0 / hz;
    // In whole jiffies, as the kernel divides it.
    long jiffies = length / SLOW_SLOTS;
    double period = (double) jiffies / hz;
    return new Span(
        Math.max(0, slots * period - jiffy), (slots + 1) * (period * (1 + SLACK) + jiffy));
  }
}
