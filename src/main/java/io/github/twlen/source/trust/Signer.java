// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Who signed something, and when.
 *
 * @param key whose key
 * @param at when, as the signature says
 */
record Signer(SigningKey key, Instant at) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  /**
   * Who signed, if the key was good for it. One that was revoked never is: who stole it may write
   * any date. One that has expired counts only where the recipe says so, and only for what it
   * signed before.
   *
   * @param what what was signed, for the failure
   * @param part the primary key or the subkey that made the signature
   * @param at when, as the signature says
   * @throws SourceFailure when it was not
   */
  static Signer checked(String what, KeyPart part, Instant at) {
    Instant end = part.expires().orElse(Instant.MAX);
    if (part.revoked()) {
      throw new SourceFailure(
          what + " is signed by a key that was revoked, " + part.fingerprint(),
          "do not use it",
          null);
    }
    if (at.isAfter(end)) {
      throw new SourceFailure(
          what
              + " was signed on "
              + DAY.format(at)
              + ", when the key "
              + part.fingerprint()
              + " had expired",
          "do not use it",
          null);
    }
    if (end.isBefore(Instant.now()) && !part.key().expiredAccepted()) {
      throw new SourceFailure(
          what
              + " is signed by the key "
              + part.fingerprint()
              + ", which expired on "
              + DAY.format(end),
          "get a renewed copy of the key; or write `expired: accepted` into the recipe",
          null);
    }
    return new Signer(part.key(), at);
  }

  String day() {
    return DAY.format(at);
  }
}
