// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one folder in which everything in a kernel tarball lies, such as {@code linux-6.1.192}. */
final class TopFolder {
  private final Path file;
  private @Nullable String name;

  TopFolder(Path file) {
    this.file = file;
  }

  /**
   * The path below the top folder; empty for the folder itself. The first path asked for says what
   * the top folder is.
   *
   * @throws ArchiveFailure when the path lies elsewhere
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
          file + " has no single top folder: it holds both " + name + " and " + parts.get(0),
          "pack the tree as one folder, as in `tar cJf linux-6.1.tar.xz linux-6.1`",
          null);
    }
    return String.join("/", parts.subList(1, parts.size()));
  }
}
