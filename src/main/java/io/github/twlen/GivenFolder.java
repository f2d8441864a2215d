// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders that somebody gave or left; a subfolder that cannot be read is told as such. */
public final class GivenFolder {
  private GivenFolder() {}

  /**
   * Returns everything in a folder, the folder itself first; links are not followed.
   *
   * @param depth how far below it
   * @throws IOException when the folder or one below it cannot be read
   */
  public static List<Path> all(Path folder, int depth) throws IOException {
    try (Stream<Path> all = Files.walk(folder, depth)) {
      return all.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Returns what lies in a folder.
   *
   * @throws IOException when it cannot be read
   */
  public static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
