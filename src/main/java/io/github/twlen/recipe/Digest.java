// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The expected checksum of a file.
 *
 * @param hex the checksum in hexadecimal digits, in lower case
 */
public record Digest(Algorithm algorithm, String hex) {

  /** The algorithms that a recipe, or the source list of a dist-git, may name. */
  public enum Algorithm {
    /** 40 digits. Collisions exist, so it verifies a file only beside a signature. */
    SHA1("SHA-1", 40),
    /** 64 digits. */
    SHA256("SHA-256", 64),
    /** 128 digits. */
    SHA512("SHA-512", 128);

    private final String javaName;
    private final int digits;

    Algorithm(String javaName, int digits) {
      this.javaName = javaName;
      this.digits = digits;
    }

    /** Returns the name for people and {@link java.security.MessageDigest}, such as SHA-256. */
    public String javaName() {
      return javaName;
    }

    /** Returns the number of hexadecimal digits. */
    public int digits() {
      return digits;
    }

    /** Returns the key in a recipe, such as {@code sha256}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether such a checksum verifies a file without a signature. */
    public boolean verifiesAlone() {
      return this != SHA1;
    }
  }

  /** Reads a checksum, whose length gives the algorithm; empty unless 40, 64 or 128 hex digits. */
  public static Optional<Digest> parse(String hex) {
    String lower = hex.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(Algorithm.values())
        .filter(a -> lower.length() == a.digits() && lower.matches("[0-9a-f]+"))
        .findFirst()
        .map(a -> new Digest(a, lower));
  }

  /** Returns the form for people: {@code SHA-256 0123…}. */
  @Override
  public String toString() {
    return algorithm.javaName() + " " + hex;
  }
}
