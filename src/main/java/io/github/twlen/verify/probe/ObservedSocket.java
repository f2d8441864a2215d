// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.timer.Span;
import java.util.Optional;

/**
 * An observed TIME_WAIT socket. Times are seconds of the guest's clock.
 *
 * @param family 4 or 6
 * @param local its address and port as in {@code /proc/net/tcp}, such as {@code 0100007F:ECD4}
 * @param birth when it entered TIME_WAIT, since boot
 * @param firstRemainder the remaining time in its first row, in USER_HZ ticks of 1/100 s
 * @param programmed the time of its timer: the remaining time plus the age in that row
 * @param lifetime empty when it outlived the measurement
 */
public record ObservedSocket(
    int family,
    String local,
    Span birth,
    int firstRemainder,
    Span programmed,
    Optional<Span> lifetime) {}
