// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

/**
 * The slow timer and the short-time calendar, which expired TIME_WAIT sockets up to 4.0
 * (net/ipv4/inet_timewait_sock.c: {@code inet_twsk_schedule()}, {@code inet_twdr_hangman()}, {@code
 * inet_twdr_twcal_tick()}).
 *
 * <p>The slow timer has 8 slots of N/8. A socket expires at the eighth tick, the first of which is
 * due within N/8: it lives more than 7N/8 and at most N. {@code apply_slack()}
 * (kernel/time/timer.c, 2.6.35 to 4.7) may delay each tick by 1/256, a late interrupt by a jiffy.
 *
 * <p>The short-time calendar has 32 rows of 2^TICK jiffies for times up to 31 of them. It rounds N
 * up to whole rows. It does not advance until its first row is due, so later sockets in that row
 * expire with the first one.
 */
final class DeathRow {
  private static final int SLOW_SLOTS = 8;
  private static final int FAST_SLOTS_LOG = 5;
  private static final int FAST_SLOTS = 1 << FAST_SLOTS_LOG;
  private static final double SLACK = 1.0 / 256;

  private DeathRow() {}

  /**
   * Returns the lifetime of a timewait minisocket in FIN_WAIT2: the slow timer rounds its time up
   * to slots, at most seven.
   *
   * @param time in jiffies
   * @param length N in jiffies
   * @param bornAfter seconds since the first socket of the same batch
   */
  static Span minisocket(long time, long length, int hz, double bornAfter) {
    if (fastRows(time, hz) < FAST_SLOTS) {
      return lifetime(time, hz, bornAfter);
    }
    // Below eight jiffies the kernel would divide by zero.
    long period = Math.max(1, length / SLOW_SLOTS);
    return slow(Math.min(SLOW_SLOTS - 1, (time + period - 1) / period), length, hz);
  }

  /**
   * Returns the same in a kernel with the sysctl: a socket that is not due when its slot comes
   * moves to the slot of its own time, so it expires at most one period early.
   *
   * @param time in jiffies
   * @param length the value of the sysctl in jiffies
   */
  static Span movedMinisocket(long time, long length, int hz, double bornAfter) {
    if (time <= length || fastRows(time, hz) < FAST_SLOTS) {
      return minisocket(time, length, hz, bornAfter);
    }
    double early = length / SLOW_SLOTS + SLOW_SLOTS;
    return new Span(Math.max(0, (time - early - 1) / hz), (time * (1 + SLACK) + SLOW_SLOTS) / hz);
  }

  /** Returns {@code INET_TWDR_RECYCLE_TICK}, by which 32 rows last about 4 s. */
  private static int fastTick(int hz) {
    int log = Integer.SIZE - Integer.numberOfLeadingZeros(hz - 1);
    return log + 2 - FAST_SLOTS_LOG;
  }

  private static long fastRows(long length, int hz) {
    int tick = fastTick(hz);
    return (length + (1L << tick) - 1) >> tick;
  }

  /** Returns {@code tw_ttd} in jiffies from now: N, rounded up in the short-time calendar. */
  static long programmed(long length, int hz) {
    long rows = fastRows(length, hz);
    return rows < FAST_SLOTS ? rows << fastTick(hz) : length;
  }

  /**
   * Returns the lifetime of a TIME_WAIT socket, in seconds.
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

  /** Returns the lifetime for a number of slots of the slow timer. */
  private static Span slow(long slots, long length, int hz) {
    double jiffy = 1.0 / hz;
    // An integer division, as in the kernel.
    long jiffies = length / SLOW_SLOTS;
    double period = (double) jiffies / hz;
    return new Span(
        Math.max(0, slots * period - jiffy), (slots + 1) * (period * (1 + SLACK) + jiffy));
  }
}
