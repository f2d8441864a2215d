// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.GivenFile;
import io.github.twlen.archive.tar.TarEntries;
import io.github.twlen.archive.tar.TarInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/**
 * A Debian package: an ar archive whose member {@code data.tar.*} holds the files (deb(5)). It is
 * streamed, never held in memory.
 *
 * @param path the file
 */
public record DebFile(Path path) {
  /**
   * Passes the first wanted regular file to the handler.
   *
   * @param wanted asked with paths such as {@code usr/src/linux-source-6.1.tar.xz}
   * @return its path; empty when the package has none
   * @throws ArchiveFailure when the package is truncated or corrupt
   * @throws IOException from the handler
   */
  public Optional<String> take(Predicate<String> wanted, EntryHandler handler) throws IOException {
    try (ArArchiveInputStream members = open()) {
      String member = goToData(members);
      try (TarEntries entries = data(members, member)) {
        return entries.take(wanted, handler);
      }
    }
  }

  private ArArchiveInputStream open() {
    try {
      return new ArArchiveInputStream(new BufferedInputStream(GivenFile.open(path), 1 << 16));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(path, "at its beginning", e);
    }
  }

  private String goToData(ArArchiveInputStream members) {
    try {
      for (ArArchiveEntry member = members.getNextEntry();
          member != null;
          member = members.getNextEntry()) {
        if (member.getName().startsWith("data.tar")) {
          return member.getName();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw ArchiveFailure.damaged(path, "among its members", e);
    }
    throw ArchiveFailure.damaged(path, "no member data.tar", null);
  }

  private TarEntries data(ArArchiveInputStream members, String member) {
    try {
      long size = Files.size(path);
      return new TarEntries(path, Compression.open(members, size), TarInput.mostBytes(size));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(path, "in " + member, e);
    }
  }
}
