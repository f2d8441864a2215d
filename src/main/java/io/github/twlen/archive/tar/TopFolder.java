// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The single top directory of a kernel tarball, such as {@code linux-6.1.192}. */
final class TopFolder {
  private final Path file;
  private @Nullable String name;

  TopFolder(Path file) {
    this.file = file;
  }

  /**
   * Returns the path below the top directory; empty for that directory. The first call sets it.
   *
   * @throws ArchiveFailure when the path is elsewhere
   */
  String relative(List<String> parts) {
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
