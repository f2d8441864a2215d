// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.FinWait2Socket;
import java.util.Optional;

/**
 * Predicts when a kernel expires an orphaned socket in FIN_WAIT2. With T the {@code
 * tcp_fin_timeout} and N the TIME_WAIT length:
 *
 * <ul>
 *   <li>T at most N: {@code tcp_close()} (net/ipv4/tcp.c), or {@code tcp_rcv_state_process()} when
 *       the peer acknowledges later, replaces it by a timewait minisocket for T.
 *   <li>T above N: it stays a full socket, with its keepalive timer set to T - N. Then {@code
 *       tcp_keepalive_timer()} (net/ipv4/tcp_timer.c) replaces it by a timewait minisocket for T -
 *       N again, not for N. So it lasts 2 (T - N), not T: 90 s for T 60 and N 15, 40 s for T 80 and
 *       N 60.
 * </ul>
 *
 * <p>The timers fire a little later: see {@link ExpiryModel}. Up to 4.0 a minisocket for more than
 * N expires within N ({@link DeathRow#minisocket}).
 *
 * @param length N, the constant
 * @param finTimeout T in seconds, at least 2: below, a multiple of the retransmission timeout
 *     applies
 * @param setting the value of {@code tcp_tw_timeout}, which up to 4.0 is also the length of the
 *     slow timer; empty for a fixed length
 */
public record FinWaitModel(
    ExpiryModel timers, TimewaitLength length, int finTimeout, Optional<TimewaitLength> setting) {
  /** {@code tcp_fin_time()} is at least 3.5 retransmission timeouts, 0.7 s on loopback. */
  public static final int LEAST_FIN_TIMEOUT = 2;

  /** {@code apply_slack()} (kernel/time/timer.c) up to 4.7. */
  private static final double SLACK = 1.0 / 256;

  /** Creates the model of a kernel with a fixed length. */
  public FinWaitModel(ExpiryModel timers, TimewaitLength length, int finTimeout) {
    this(timers, length, finTimeout, Optional.empty());
  }

  /** Checks the range. */
  public FinWaitModel {
    if (finTimeout < LEAST_FIN_TIMEOUT) {
      throw new IllegalArgumentException("tcp_fin_timeout is " + finTimeout);
    }
  }

  /** Returns whether it is a full socket first. */
  public boolean fullFirst() {
    return finTimeout > length.seconds();
  }

  /** Returns the kind of its first timer, as in {@link FinWait2Socket}. */
  public int firstTimer() {
    return fullFirst() ? FinWait2Socket.KEEPALIVE_TIMER : FinWait2Socket.TIMEWAIT_TIMER;
  }

  /** Returns the time of its first timer in whole seconds. */
  private int set() {
    return fullFirst() ? finTimeout - length.seconds() : finTimeout;
  }

  /** Returns the time of its first timer in seconds, as its row shows it. */
  public Span programmed() {
    return timers.overHz(
        hz -> {
          long jiffies = (long) set() * hz;
          if (fullFirst()) {
            // Up to 4.7 the timer's time includes the slack.
            double late = timers.release().atLeast(4, 8) ? 0 : SLACK;
            return new Span(set(), set() * (1 + late));
          }
          long shown = timers.release().atLeast(4, 1) ? jiffies : DeathRow.programmed(jiffies, hz);
          return new Span((double) shown / hz, (double) shown / hz);
        });
  }

  /**
   * Returns the lifetime in seconds since the peer acknowledged the close.
   *
   * @param bornAfter seconds since the first of the batch
   */
  public Span lifetime(double bornAfter) {
    return timers.overHz(
        hz -> {
          Span mini = minisocket(hz, bornAfter);
          if (!fullFirst()) {
            return mini;
          }
          Span full = full(hz);
          return new Span(full.least() + mini.least(), full.most() + mini.most());
        });
  }

  private Span full(int hz) {
    long jiffies = (long) set() * hz;
    if (timers.release().atLeast(4, 8)) {
      return TimerWheel.firing(jiffies, hz);
    }
    return new Span((double) (jiffies - 1) / hz, (jiffies * (1 + SLACK) + 1) / hz);
  }

  private Span minisocket(int hz, double bornAfter) {
    long jiffies = (long) set() * hz;
    if (timers.release().atLeast(4, 8)) {
      return TimerWheel.firing(jiffies, hz);
    }
    if (timers.release().atLeast(4, 1)) {
      return new Span((double) (jiffies - 1) / hz, (double) jiffies / hz);
    }
    return setting.isPresent()
        ? DeathRow.movedMinisocket(jiffies, (long) setting.get().seconds() * hz, hz, bornAfter)
        : DeathRow.minisocket(jiffies, (long) length.seconds() * hz, hz, bornAfter);
  }
}
