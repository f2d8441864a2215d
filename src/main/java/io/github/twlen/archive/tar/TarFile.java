// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** A tar archive of any compression, such as the output of {@code make tar-pkg}. */
public record TarFile(Path path) {
  /**
   * Passes the first wanted regular file to the handler.
   *
   * @param wanted asked with paths such as {@code boot/vmlinuz-6.1.0}
   * @return its path; empty when the archive has none
   * @throws ArchiveFailure when it is truncated, corrupt or no archive
   * @throws IOException from the handler
   */
  public Optional<String> take(Predicate<String> wanted, EntryHandler handler) throws IOException {
    try (TarEntries entries = TarEntries.open(TarInput.of(path))) {
      return entries.take(wanted, handler);
    }
  }
}
