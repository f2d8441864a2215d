// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.timer.Span;
import java.util.Optional;

/**
 * What was seen of one socket in FIN_WAIT2 that nobody owns: its program has closed it, and the
 * peer has not. Times are seconds of the guest's own clock.
 *
 * @param family 4 or 6
 * @param local its own address and port as {@code /proc/net/tcp} shows them
 * @param birth seconds since boot between which it was closed and the peer knew it
 * @param firstTimer the kind of timer that it had when it was first seen: {@link #KEEPALIVE_TIMER}
 *     for a whole socket, {@link #TIMEWAIT_TIMER} for a small one such as those of TIME_WAIT
 * @param firstRemainder what the kernel showed as its remainder then, in ticks of 1/100 s
 * @param programmed what that timer was set to, in seconds: the remainder and the age it had then
 * @param lifetime how long it was there, in seconds; empty when it outlived the measurement
 */
public record FinWait2Socket(
    int family,
    String local,
    Span birth,
    int firstTimer,
    int firstRemainder,
    Span programmed,
    Optional<Span> lifetime) {
  /** The column {@code tr} of a whole socket whose keepalive timer runs. */
  public static final int KEEPALIVE_TIMER = 2;

  /** The column {@code tr} of a small socket, {@code struct tcp_timewait_sock}. */
  public static final int TIMEWAIT_TIMER = 3;
}
