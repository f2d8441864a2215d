// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A public key that a source may be signed with. The fingerprint is what is trusted; the places are
 * only where a copy of the key is found, and a copy with another fingerprint is refused.
 *
 * @param fingerprint of the primary key, 40 (version 4) or 64 (version 6) hexadecimal digits in
 *     upper case, without blanks
 * @param places where the key is looked for, in turn: names of packed files such as {@code
 *     keys/linux.asc}, absolute paths, http and https URLs
 * @param expiredAccepted whether a signature still counts that the key made before it expired:
 *     releases that have ended are signed by keys that have, too
 */
public record SigningKey(String fingerprint, List<Address> places, boolean expiredAccepted) {
  /** Copies what it is given. */
  public SigningKey {
    places = List.copyOf(places);
  }

  /** A key that must not have expired. */
  public SigningKey(String fingerprint, List<String> places) {
    this(fingerprint, places.stream().map(Address::of).toList(), false);
  }

  /**
   * Reads a full fingerprint as people write it, with blanks or without. The short and long key ids
   * of 8 and 16 digits can be forged, so they are no fingerprints.
   *
   * @return empty when it is none
   */
  public static Optional<String> fingerprint(String written) {
    String digits = written.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    return digits.matches("[0-9A-F]{40}|[0-9A-F]{64}") ? Optional.of(digits) : Optional.empty();
  }
}
