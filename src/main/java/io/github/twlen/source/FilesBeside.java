// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.archive.rpm.RpmEntry;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a {@code .nosrc.rpm} lists but does not contain. They are next to the package.
 *
 * @param rpm the package; a {@code .src.rpm} has no such files
 */
record FilesBeside(RpmFile rpm) {
  List<RpmEntry> files() {
    return rpm.files().stream().filter(RpmEntry::absent).toList();
  }

  /**
   * Requires that all of them are there.
   *
   * @throws SourceFailure when one is missing, or has another size than the package says
   */
  void require() {
    files().forEach(this::path);
  }

  /**
   * Returns the path of one.
   *
   * @throws SourceFailure when it is missing, or has another size than the package says
   */
  Path path(RpmEntry file) {
    Path beside = rpm.beside(file);
    if (!Files.isRegularFile(beside)) {
      throw new SourceFailure(
          "cannot use " + rpm.path().getFileName() + ": its " + file.name() + " is missing",
          "put it next to the package: " + beside);
    }
    try {
      if (Files.size(beside) != file.size()) {
        throw new SourceFailure(
            "cannot use " + beside + ": " + Files.size(beside) + " bytes, expected " + file.size(),
            "download the file again from the URL of the spec");
      }
    } catch (IOException e) {
      throw WorkspaceFailure.reading(beside, e);
    }
    return beside;
  }

  /** Returns a checksum of the package and of these files. */
  String digest() {
    String digest = Digests.sha256(rpm.path());
    List<RpmEntry> all = files();
    if (all.isEmpty()) {
      return digest;
    }
    StringBuilder text = new StringBuilder(digest);
    all.forEach(file -> text.append(Digests.sha256(path(file))));
    return Digests.sha256(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Copies them to a directory. */
  void copy(Path folder) {
    files()
        .forEach(
            file -> AtomicFile.write(file.file().in(folder), out -> Files.copy(path(file), out)));
  }
}
