// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests, as hexadecimal digits in lower case: SHA-256 where nothing else is said. */
public final class Digests {
  private static final int BUFFER = 1 << 16;

  /** 48 bits: nobody has so many folders that two of them would meet. */
  private static final int SHORT = 12;

  private Digests() {}

  /** A folder's name for a key of any form: the first of the digits of its digest. */
  public static String shortName(String key) {
    return sha256(key.getBytes(StandardCharsets.UTF_8)).substring(0, SHORT);
  }

  /** The digest of bytes. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(fresh("SHA-256").digest(bytes));
  }

  /**
   * The digest of a file's content.
   *
   * @throws WorkspaceFailure when it cannot be read
   */
  public static String sha256(Path file) {
    return of("SHA-256", file);
  }

  /**
   * The digest of a file's content in another algorithm.
   *
   * @param algorithm SHA-1, SHA-256 or SHA-512
   * @throws WorkspaceFailure when it cannot be read
   */
  public static String of(String algorithm, Path file) {
    MessageDigest digest = fresh(algorithm);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = GivenFile.open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest fresh(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
