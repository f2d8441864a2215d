// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.recipe.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * gpg's listing of a key file with colons (GnuPG: doc/DETAILS): pub and sub begin a key, the fpr
 * after it gives its fingerprint.
 */
record KeyListing(List<String> lines) {
  private static final int VALIDITY = 1;
  private static final int EXPIRY = 6;
  private static final int FINGERPRINT = 9;
  private static final String REVOKED = "r";

  /**
   * A primary key or one of its subkeys. A subkey is never better than its primary key: it expires
   * and is revoked with it.
   *
   * @param key the recipe's key, to which it belongs
   * @param fingerprint its own
   * @param expires empty for never
   */
  record Part(SigningKey key, String fingerprint, boolean revoked, Optional<Instant> expires) {}

  /** Returns the fingerprints of all primary keys. */
  Set<String> primaries() {
    Set<String> found = new LinkedHashSet<>();
    forEach(
        (begun, fingerprint) -> {
          if (begun[0].equals("pub")) {
            found.add(fingerprint);
          }
        });
    return found;
  }

  /** Returns a key's primary key and then its subkeys; none when it is not listed. */
  List<Part> parts(SigningKey key) {
    List<Part> parts = new ArrayList<>();
    boolean[] wanted = {false};
    forEach(
        (begun, fingerprint) -> {
          boolean revoked = begun[VALIDITY].equals(REVOKED);
          Optional<Instant> expires = Signer.time(begun[EXPIRY]);
          if (begun[0].equals("pub")) {
            wanted[0] = parts.isEmpty() && fingerprint.equals(key.fingerprint());
          }
          if (wanted[0] && !parts.isEmpty()) {
            Part primary = parts.get(0);
            revoked |= primary.revoked();
            expires = earlier(expires, primary.expires());
          }
          if (wanted[0]) {
            parts.add(new Part(key, fingerprint, revoked, expires));
          }
        });
    return parts;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** Passes on the fields of each key with its fingerprint. */
  private void forEach(BiConsumer<String[], String> action) {
    String[] begun = {""};
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      boolean key = fields[0].equals("pub") || fields[0].equals("sub");
      if (key && fields.length > EXPIRY) {
        begun = fields;
      } else if (fields[0].equals("fpr") && fields.length > FINGERPRINT && begun.length > EXPIRY) {
        action.accept(begun, fields[FINGERPRINT]);
        begun = new String[] {""};
      }
    }
  }
}
