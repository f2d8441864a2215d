// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.recipe.SigningKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A primary key or one of its subkeys. A subkey is worth no more than its primary key: what ends or
 * revokes that ends or revokes it too.
 *
 * @param key the recipe's key that it is, or belongs to
 * @param fingerprint its own
 * @param revoked whether it was revoked
 * @param expires when; empty for never
 */
record KeyPart(SigningKey key, String fingerprint, boolean revoked, Optional<Instant> expires) {

  /** A subkey of this primary key. */
  KeyPart subkey(String itsFingerprint, boolean itsRevoked, Optional<Instant> itsExpiry) {
    boolean sooner = itsExpiry.orElse(Instant.MAX).isBefore(expires.orElse(Instant.MAX));
    return new KeyPart(key, itsFingerprint, revoked || itsRevoked, sooner ? itsExpiry : expires);
  }
}
