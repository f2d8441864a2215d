// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.recipe.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What gpg lists of a key file with colons (GnuPG: doc/DETAILS): pub and sub begin a key, the fpr
 * after it gives its fingerprint.
 */
record KeyListing(List<String> lines) {
  private static final int VALIDITY = 1;
  private static final int EXPIRY = 6;
  private static final int FINGERPRINT = 9;
  private static final String REVOKED = "r";

  /** The fingerprints of all primary keys. */
  Set<String> primaries() {
    Set<String> found = new LinkedHashSet<>();
    String[] begun = {""};
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (begins(fields)) {
        begun = fields;
      } else if (begun[0].equals("pub") && gives(fields)) {
        found.add(fields[FINGERPRINT]);
        begun = fields;
      }
    }
    return found;
  }

  /** A key's primary key and its subkeys, in this order; none when it is not listed. */
  List<KeyPart> parts(SigningKey key) {
    List<KeyPart> parts = new ArrayList<>();
    String[] begun = {""};
    boolean wanted = false;
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (begins(fields)) {
        begun = fields;
      } else if (gives(fields) && begins(begun)) {
        String fingerprint = fields[FINGERPRINT];
        boolean revoked = begun[VALIDITY].equals(REVOKED);
        if (begun[0].equals("pub")) {
          wanted = parts.isEmpty() && fingerprint.equals(key.fingerprint());
          if (wanted) {
            parts.add(new KeyPart(key, fingerprint, revoked, expiry(begun)));
          }
        } else if (wanted) {
          parts.add(parts.get(0).subkey(fingerprint, revoked, expiry(begun)));
        }
        begun = fields;
      }
    }
    return parts;
  }

  private static boolean begins(String[] fields) {
    return (fields[0].equals("pub") || fields[0].equals("sub")) && fields.length > EXPIRY;
  }

  private static boolean gives(String[] fields) {
    return fields[0].equals("fpr") && fields.length > FINGERPRINT;
  }

  private static Optional<Instant> expiry(String[] fields) {
    return SigningTime.of(fields[EXPIRY]);
  }
}
