// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the bytes of a file must add up to.
 *
 * @param algorithm how they are added up
 * @param hex the digest in hexadecimal digits, in lower case
 */
public record Digest(Algorithm algorithm, String hex) {

  /** The algorithms that a recipe, or a dist-git's list of sources, may name. */
  public enum Algorithm {
    /** 40 digits. Collisions have been made: it proves nothing alone, only beside a signature. */
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

    /** The name that {@link java.security.MessageDigest} and people use, such as SHA-256. */
    public String javaName() {
      return javaName;
    }

    /** How many hexadecimal digits a digest has. */
    public int digits() {
      return digits;
    }

    /** The key of a recipe, such as {@code sha256}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a digest of it is a proof without a signature. */
    public boolean provesAlone() {
      return this != SHA1;
    }
  }

  /**
   * Reads a digest whose algorithm is told by its length.
   *
   * @return empty when it is not 40, 64 or 128 hexadecimal digits
   */
  public static Optional<Digest> parse(String hex) {
    String lower = hex.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(Algorithm.values())
        .filter(a -> lower.length() == a.digits() && lower.matches("[0-9a-f]+"))
        .findFirst()
        .map(a -> new Digest(a, lower));
  }

  /** For people: {@code SHA-256 0123…}. */
  @Override
  public String toString() {
    return algorithm.javaName() + " " + hex;
  }
}
