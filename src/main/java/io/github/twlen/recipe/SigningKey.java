// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A public key that may sign a source. Only the fingerprint is trusted: twlen refuses a copy of the
 * key with another fingerprint.
 *
 * @param fingerprint of the primary key, 40 (version 4) or 64 (version 6) hexadecimal digits in
 *     upper case, without spaces
 * @param places where copies of the key are, tried in turn: names of bundled files such as {@code
 *     keys/linux.asc}, absolute paths, http and https URLs
 * @param expiredAccepted whether signatures count that an expired key made while it was valid; the
 *     keys of old releases have expired
 */
public record SigningKey(String fingerprint, List<Address> places, boolean expiredAccepted) {
  public SigningKey {
    places = List.copyOf(places);
  }

  /** Creates a key that must not have expired. */
  public SigningKey(String fingerprint, List<String> places) {
    this(fingerprint, places.stream().map(Address::of).toList(), false);
  }

  /**
   * Reads a full fingerprint, with spaces or without; empty when it is none. Key ids of 8 and 16
   * digits can be forged, so they are no fingerprints.
   */
  public static Optional<String> fingerprint(String written) {
    String digits = written.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    return digits.matches("[0-9A-F]{40}|[0-9A-F]{64}") ? Optional.of(digits) : Optional.empty();
  }
}
