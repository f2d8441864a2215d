// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A tar archive of files, however it is compressed; a kernel that {@code make tar-pkg} packed, for
 * instance.
 *
 * @param path where it lies
 */
public record TarFile(Path path) {
  /**
   * Hands the first regular file whose path is wanted to the taker.
   *
   * @param wanted asked with paths such as {@code boot/vmlinuz-6.1.0}
   * @return its path, empty when the whole archive was read and has none
   * @throws ArchiveFailure when it is no archive, cut off or damaged
   * @throws IOException when the taker throws it
   */
  public Optional<String> take(Predicate<String> wanted, EntryHandler handler) throws IOException {
    try (TarEntries entries = TarEntries.open(TarInput.of(path))) {
      return entries.take(wanted, handler);
    }
  }
}
