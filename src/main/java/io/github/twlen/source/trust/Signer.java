// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.Digits;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The signer of a source.
 *
 * @param at the date of the signature
 */
record Signer(SigningKey key, Instant at) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  /** OpenPGP has 32 bits for a time (RFC 9580, 3.5). */
  private static final long LAST = 0xffff_ffffL;

  /**
   * Returns the signer, if the key was valid. A revoked key never is: a thief may write any date.
   * An expired key counts only where the recipe allows it, for what it signed before.
   *
   * @param what the signed thing, for failures
   * @param part the primary key or the subkey of the signature
   * @throws SourceFailure when the key was not valid
   */
  static Signer checked(String what, KeyListing.Part part, Instant at) {
    Instant end = part.expires().orElse(Instant.MAX);
    String key = part.fingerprint();
    if (part.revoked()) {
      throw SourceFailure.unverified(
          what,
          "signed by a revoked key, " + key,
          "download it from the vendor again, or pass another source");
    }
    if (at.isAfter(end)) {
      throw SourceFailure.unverified(
          what,
          "signed on " + DAY.format(at) + " by the key " + key + ", which had expired",
          "download it from the vendor again, or pass another source");
    }
    if (end.isBefore(Instant.now()) && !part.key().expiredAccepted()) {
      throw SourceFailure.unverified(
          what,
          "signed by the key " + key + ", which expired on " + DAY.format(end),
          "download a renewed copy of the key, or write `expired: accepted` into the recipe");
    }
    return new Signer(part.key(), at);
  }

  /** Returns the failure for a key that is not one of the recipe. */
  static SourceFailure another(String what, String key) {
    return SourceFailure.unverified(
        what,
        "signed by another key, " + key,
        "download it from the vendor again, or pass another source");
  }

  /** Returns a time of gpg, in seconds since 1970; empty when there is none. */
  static Optional<Instant> time(String seconds) {
    OptionalLong number = Digits.number(seconds);
    return number.isPresent() && number.getAsLong() <= LAST
        ? Optional.of(Instant.ofEpochSecond(number.getAsLong()))
        : Optional.empty();
  }

  /** Returns the date of the signature. */
  String day() {
    return DAY.format(at);
  }
}
