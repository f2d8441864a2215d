// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.timer.Span;
import java.util.Optional;

/**
 * What was seen of one TIME_WAIT socket. Times are seconds of the guest's own clock.
 *
 * @param family 4 or 6
 * @param local its own address and port as {@code /proc/net/tcp} shows them, such as {@code
 *     0100007F:ECD4}
 * @param birth seconds since boot between which it came into TIME_WAIT
 * @param firstRemainder what the kernel showed as its remainder when it was first seen, in USER_HZ
 *     ticks of 1/100 s
 * @param programmed the length that its timer was set to, in seconds: that remainder and the age it
 *     had then
 * @param lifetime how long it was there, in seconds; empty when it outlived the measurement
 */
public record ObservedSocket(
    int family,
    String local,
    Span birth,
    int firstRemainder,
    Span programmed,
    Optional<Span> lifetime) {}
