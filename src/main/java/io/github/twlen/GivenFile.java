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

/**
 * Files that somebody gave or left: opened only when they are files, for a pipe would be waited for
 * and a device never ends; read whole only up to a length.
 */
public final class GivenFile {
  /** No header, Makefile, recipe, spec or configuration has more bytes. */
  public static final int LONGEST = 8 << 20;

  private GivenFile() {}

  /**
   * Opens a file; links are followed.
   *
   * @throws IOException when it cannot be read, or is a folder, a pipe or a device
   */
  public static InputStream open(Path file) throws IOException {
    return Files.newInputStream(checked(file));
  }

  /**
   * Returns the file itself when it is one, or when nothing is there.
   *
   * @throws IOException when it is a folder, a pipe or a device
   */
  public static Path checked(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "it is a folder" : "it is a pipe or a device";
      throw new FileSystemException(file.toString(), null, what + ", not a file");
    }
    return file;
  }

  /**
   * Reads a file whole.
   *
   * @throws IOException when it cannot be read, is no file, or has more than {@value #LONGEST}
   *     bytes
   */
  public static byte[] read(Path file) throws IOException {
    return read(file, LONGEST);
  }

  /**
   * Reads a file whole.
   *
   * @param longest how many bytes it may have
   * @throws IOException when it cannot be read, is no file, or has more
   */
  public static byte[] read(Path file, int longest) throws IOException {
    try (InputStream in = open(file)) {
      // The size alone does not tell: files of /proc have none.
      byte[] bytes = Files.size(file) > longest ? new byte[0] : in.readNBytes(longest + 1);
      if (Files.size(file) > longest || bytes.length > longest) {
        String much = longest >> 20 > 0 ? (longest >> 20) + " MiB" : longest + " bytes";
        throw new FileSystemException(file.toString(), null, "it has more than " + much);
      }
      return bytes;
    }
  }

  /** Returns why a file could not be read or written, in words and without its name. */
  public static String reason(Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    String message = e.getMessage();
    if (message == null || message.equals(file.toString())) {
      return "the system gives no reason";
    }
    return message.startsWith(file + ": ") ? message.substring((file + ": ").length()) : message;
  }
}
