// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.GivenFile;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The note beside a fetched tarball, with which a later run checks it.
 *
 * @param file the tarball's name
 * @param sha256 its checksum
 * @param debSha256 the checksum of its package
 */
record SourceNote(FileName file, String sha256, String debSha256) {
  private static final String NAME = "fetched";

  void write(Path folder) {
    AtomicFile.write(
        folder.resolve(NAME), String.join("\n", file.text(), sha256, debSha256) + "\n");
  }

  /** Returns the note of a directory; empty when it is missing or invalid. */
  static Optional<SourceNote> read(Path folder) {
    try {
      List<String> lines =
          new String(GivenFile.read(folder.resolve(NAME)), StandardCharsets.UTF_8).lines().toList();
      return lines.size() == 3
          ? FileName.of(lines.get(0)).map(file -> new SourceNote(file, lines.get(1), lines.get(2)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
