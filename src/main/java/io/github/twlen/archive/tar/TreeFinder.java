// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Finds a source tree in an archive, which may have other directories and files around it. */
public record TreeFinder(TarInput tarball) {
  /**
   * Bytes of an archive to look at before its kind is known: a kernel shows itself within a few.
   */
  private static final long BEGINNING = 16 << 20;

  /**
   * Returns the directory with all of the given files, such as {@code vendor/linux-6.1}; it is
   * empty for the top of the archive.
   *
   * @param files paths from that directory
   * @throws ArchiveFailure when the archive is truncated or corrupt before the last of them
   */
  public Optional<String> directory(List<String> files) {
    Map<String, Set<String>> found = new HashMap<>();
    try (TarEntries entries = TarEntries.open(tarball)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        String path = "/" + String.join("/", entries.path());
        for (String file : entry.isDirectory() ? List.<String>of() : files) {
          if (path.endsWith("/" + file)) {
            String directory = path.substring(0, path.length() - file.length() - 1);
            Set<String> there = found.computeIfAbsent(directory, key -> new HashSet<>());
            there.add(file);
            if (there.size() == files.size()) {
              return Optional.of(directory.isEmpty() ? "" : directory.substring(1));
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Returns whether the first {@value #BEGINNING} bytes have a file or directory of one of the
   * names, or are all of the archive.
   *
   * @throws ArchiveFailure when the archive is truncated or corrupt before that
   */
  public boolean mayHave(Set<String> names) {
    try (TarEntries entries = TarEntries.open(tarball)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        if (entries.path().stream().anyMatch(names::contains)) {
          return true;
        }
        if (entries.headerAt() + entry.getSize() > BEGINNING) {
          return false;
        }
      }
      return true;
    }
  }
}
