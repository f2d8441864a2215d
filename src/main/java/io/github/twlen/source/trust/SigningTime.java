// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.Digits;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Times as gpg tells them, in seconds since 1970. OpenPGP has 32 bits for them (RFC 9580, 3.5). */
final class SigningTime {
  private static final long LAST = 0xffff_ffffL;

  private SigningTime() {}

  /** Returns the time; empty when there is none. */
  static Optional<Instant> of(String seconds) {
    OptionalLong number = Digits.number(seconds);
    return number.isPresent() && number.getAsLong() <= LAST
        ? Optional.of(Instant.ofEpochSecond(number.getAsLong()))
        : Optional.empty();
  }
}
