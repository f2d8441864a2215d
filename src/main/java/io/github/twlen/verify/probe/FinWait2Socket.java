// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.timer.Span;
import java.util.Optional;

/**
 * An observed orphaned socket in FIN_WAIT2: closed by its program, but not by the peer. Times are
 * seconds of the guest's clock.
 *
 * @param family 4 or 6
 * @param local its address and port as in {@code /proc/net/tcp}
 * @param birth when it entered FIN_WAIT2, since boot
 * @param firstTimer the kind of timer in its first row: {@link #KEEPALIVE_TIMER} for a full socket,
 *     {@link #TIMEWAIT_TIMER} for a timewait minisocket
 * @param firstRemainder the remaining time in its first row, in ticks of 1/100 s
 * @param programmed the time of that timer: the remaining time plus the age in that row
 * @param lifetime empty when it outlived the measurement
 */
public record FinWait2Socket(
    int family,
    String local,
    Span birth,
    int firstTimer,
    int firstRemainder,
    Span programmed,
    Optional<Span> lifetime) {
  /** The column {@code tr} of a full socket with a keepalive timer. */
  public static final int KEEPALIVE_TIMER = 2;

  /** The column {@code tr} of a timewait minisocket, {@code struct tcp_timewait_sock}. */
  public static final int TIMEWAIT_TIMER = 3;
}
