// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes checksums, as hexadecimal digits in lower case. */
public final class Digests {
  /** 48 bits, enough to distinguish all directories of a user. */
  private static final int SHORT = 12;

  private Digests() {}

  /** Returns a directory name for any key: the first 12 digits of its SHA-256. */
  public static String shortName(String key) {
    return sha256(key.getBytes(StandardCharsets.UTF_8)).substring(0, SHORT);
  }

  /** Returns the SHA-256 of bytes. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(algorithm("SHA-256").digest(bytes));
  }

  /** Returns the SHA-256 of a file; throws as {@link #of} does. */
  public static String sha256(Path file) {
    return of("SHA-256", file);
  }

  /**
   * Returns the checksum of a file.
   *
   * @param algorithm SHA-1, SHA-256 or SHA-512
   * @throws WorkspaceFailure when the file cannot be read
   */
  public static String of(String algorithm, Path file) {
    MessageDigest digest = algorithm(algorithm);
    try (InputStream in = new DigestInputStream(GivenFile.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
