// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Reads regular files only: opening a pipe may block, and a device has no end. */
public final class GivenFile {
  /** In bytes; no header, Makefile, recipe, spec or configuration is longer. */
  public static final int LONGEST = 8 << 20;

  private GivenFile() {}

  /**
   * Opens a file and follows links.
   *
   * @throws IOException when it cannot be read, or is a directory, a pipe or a device
   */
  public static InputStream open(Path file) throws IOException {
    return Files.newInputStream(checked(file));
  }

  /**
   * Returns the path of a regular or absent file.
   *
   * @throws IOException when it is a directory, a pipe or a device
   */
  public static Path checked(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "a directory" : "a pipe or a device";
      throw new FileSystemException(file.toString(), null, "it is " + what + ", not a file");
    }
    return file;
  }

  /**
   * Reads a whole file.
   *
   * @throws IOException when it cannot be read, or has more than {@value #LONGEST} bytes
   */
  public static byte[] read(Path file) throws IOException {
    return read(file, LONGEST);
  }

  /**
   * Reads a whole file.
   *
   * @param longest the limit in bytes
   * @throws IOException when it cannot be read or is longer
   */
  public static byte[] read(Path file, int longest) throws IOException {
    try (InputStream in = open(file)) {
      // Files of /proc report a size of 0.
      byte[] bytes = Files.size(file) > longest ? new byte[0] : in.readNBytes(longest + 1);
      if (Files.size(file) > longest || bytes.length > longest) {
        String limit = longest >> 20 > 0 ? (longest >> 20) + " MiB" : longest + " bytes";
        throw new FileSystemException(file.toString(), null, "it has more than " + limit);
      }
      return bytes;
    }
  }

  /** Returns why a file could not be read or written, without its name. */
  public static String reason(Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "file exists";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "directory not empty";
    }
    String message = e.getMessage();
    if (message == null || message.equals(file.toString())) {
      return "unknown reason";
    }
    return message.startsWith(file + ": ") ? message.substring((file + ": ").length()) : message;
  }
}
