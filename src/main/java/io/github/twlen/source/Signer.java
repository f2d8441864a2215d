package io.github.twlen.source;

import io.github.twlen.recipe.SigningKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

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
   * A key that has expired counts only where the recipe says so, and only for what it signed
   * before.
   *
   * @param what what was signed, for the failure
   * @param expiry when the key expires
   */
  Signer checked(String what, Optional<Instant> expiry) {
    Instant end = expiry.orElse(Instant.MAX);
    if (at.isAfter(end)) {
      throw new SourceFailure(
          what + " was signed on " + day() + ", when the key " + key.fingerprint() + " had expired",
          "do not use it",
          null);
    }
    if (end.isBefore(Instant.now()) && !key.expiredAccepted()) {
      throw new SourceFailure(
          what
              + " is signed by the key "
              + key.fingerprint()
              + ", which expired on "
              + DAY.format(end),
          "get a renewed copy of the key; or write `expired: accepted` into the recipe",
          null);
    }
    return this;
  }

  String day() {
    return DAY.format(at);
  }
}
