// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the tree in a kernel tarball: its single top directory, such as {@code
 * linux-6.1.192}, or a given one.
 */
final class TopFolder {
  private final Path file;
  private final @Nullable List<String> given;
  private @Nullable String name;

  /** Takes the single top directory; the first path sets it. */
  TopFolder(Path file) {
    this(file, null);
  }

  /**
   * @param given the parts of the directory's path, outside of which paths are ignored; null for
   *     the single top directory
   */
  TopFolder(Path file, @Nullable List<String> given) {
    this.file = file;
    this.given = given;
  }

  /**
   * Returns the path below the directory; empty for that directory, and for ignored paths.
   *
   * @throws ArchiveFailure when there are two top directories
   */
  String relative(List<String> parts) {
    if (given != null) {
      boolean inside = parts.size() > given.size() && parts.subList(0, given.size()).equals(given);
      return inside ? String.join("/", parts.subList(given.size(), parts.size())) : "";
    }
    if (parts.isEmpty()) {
      return "";
    }
    if (name == null) {
      name = parts.get(0);
    }
    if (!parts.get(0).equals(name)) {
      throw new ArchiveFailure(
          "cannot read " + file + ": two top directories, " + name + " and " + parts.get(0),
          "pack the tree as one directory, as in `tar cJf linux-6.1.tar.xz linux-6.1`",
          null);
    }
    return String.join("/", parts.subList(1, parts.size()));
  }
}
