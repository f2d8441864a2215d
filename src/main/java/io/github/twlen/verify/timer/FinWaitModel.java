// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.FinWait2Socket;
import java.util.Locale;

/**
 * When a kernel ends a socket in FIN_WAIT2 that nobody owns. With T the {@code tcp_fin_timeout} and
 * N the TIME_WAIT length:
 *
 * <ul>
 *   <li>T at most N: {@code tcp_close()} (net/ipv4/tcp.c), or {@code tcp_rcv_state_process()} when
 *       the peer acknowledges later, makes it a small socket at once, by {@code tcp_time_wait(sk,
 *       TCP_FIN_WAIT2, T)}, which lasts T.
 *   <li>T above N: it stays a whole socket whose keepalive timer is set to T - N. Then {@code
 *       tcp_keepalive_timer()} (net/ipv4/tcp_timer.c) calls {@code tcp_time_wait(sk, TCP_FIN_WAIT2,
 *       T - N)}: a small socket for T - N once more, not for N. So it lasts 2 (T - N) and not T: 90
 *       s where T is 60 and N is 15, and 40 s where T is 80 and N is 60.
 * </ul>
 *
 * <p>What is set to a time goes by the kernel's timers a little later: see {@link ExpiryModel}. Up
 * to 4.0 a small socket of more than N goes within N ({@link DeathRow#small}).
 *
 * @param timers of the kernel
 * @param length N
 * @param finTimeout T in seconds, 2 or more: below, a multiple of the retransmission timeout counts
 */
public record FinWaitModel(ExpiryModel timers, TimewaitLength length, int finTimeout) {
  /** {@code tcp_fin_time()} is at least 3.5 retransmission timeouts, on loopback 0.7 s. */
  public static final int LEAST_FIN_TIMEOUT = 2;

  /** {@code apply_slack()} (kernel/time/timer.c) up to 4.7. */
  private static final double SLACK = 1.0 / 256;

  /** Checks the range. */
  public FinWaitModel {
    if (finTimeout < LEAST_FIN_TIMEOUT) {
      throw new IllegalArgumentException("tcp_fin_timeout is " + finTimeout);
    }
  }

  /** Whether it is a whole socket at first. */
  public boolean wholeFirst() {
    return finTimeout > length.seconds();
  }

  /** The kind of timer that it has at first, as {@link FinWait2Socket} has it. */
  public int firstTimer() {
    return wholeFirst() ? FinWait2Socket.KEEPALIVE_TIMER : FinWait2Socket.TIMEWAIT_TIMER;
  }

  /** What its first timer is set to, in seconds. */
  private int set() {
    return wholeFirst() ? finTimeout - length.seconds() : finTimeout;
  }

  /** What its first timer is set to, in seconds, as its row shows it. */
  public Span programmed() {
    return timers.overHz(
        hz -> {
          long jiffies = (long) set() * hz;
          if (wholeFirst()) {
            // Up to 4.7 the slack is put into the timer's own time.
            double late = timers.release().atLeast(4, 8) ? 0 : SLACK;
            return new Span(set(), set() * (1 + late));
          }
          long shown = timers.release().atLeast(4, 1) ? jiffies : DeathRow.programmed(jiffies, hz);
          return new Span((double) shown / hz, (double) shown / hz);
        });
  }

  /**
   * The earliest and the latest end, in seconds after it was closed and the peer knew it.
   *
   * @param bornAfter seconds since the first one of the batch
   */
  public Span lifetime(double bornAfter) {
    return timers.overHz(
        hz -> {
          Span small = small(hz, bornAfter);
          if (!wholeFirst()) {
            return small;
          }
          Span whole = whole(hz);
          return new Span(whole.least() + small.least(), whole.most() + small.most());
        });
  }

  private Span whole(int hz) {
    long jiffies = (long) set() * hz;
    if (timers.release().atLeast(4, 8)) {
      return TimerWheel.firing(jiffies, hz);
    }
    return new Span((double) (jiffies - 1) / hz, (jiffies * (1 + SLACK) + 1) / hz);
  }

  private Span small(int hz, double bornAfter) {
    long jiffies = (long) set() * hz;
    if (timers.release().atLeast(4, 8)) {
      return TimerWheel.firing(jiffies, hz);
    }
    if (timers.release().atLeast(4, 1)) {
      return new Span((double) (jiffies - 1) / hz, (double) jiffies / hz);
    }
    return DeathRow.small(jiffies, (long) length.seconds() * hz, hz, bornAfter);
  }

  /** What happens to it, for a report. */
  public String inWords() {
    return wholeFirst()
        ? String.format(
            Locale.ROOT,
            "tcp_fin_timeout %d s is above %s: a whole socket for %d s and a small one for as long",
            finTimeout,
            length,
            set())
        : String.format(
            Locale.ROOT, "a small socket for tcp_fin_timeout, %d s, at once", finTimeout);
  }
}
