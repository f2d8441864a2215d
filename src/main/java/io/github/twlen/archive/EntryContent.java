// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.archive.tar.TarEntries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads the current entry of an archive into memory. */
public final class EntryContent {
  /** The largest file of Linux 6.12 is a register header of 22 MB. */
  static final int LARGEST = 64 << 20;

  private EntryContent() {}

  /** Returns whether an entry is a file with content; a sparse file does not count. */
  public static boolean isFile(TarArchiveEntry entry) {
    return !entry.isDirectory()
        && switch (entry.getLinkFlag()) {
          case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
              !entry.isSparse();
          default -> false;
        };
  }

  /**
   * Returns the bytes of the current entry.
   *
   * @throws ArchiveFailure when it is truncated, or larger than {@value #LARGEST} bytes
   */
  public static byte[] read(Path file, TarEntries entries, TarArchiveEntry entry) {
    if (entry.getSize() > LARGEST) {
      throw ArchiveFailure.hostile(
          file, entry.getName(), "is larger than any file of a kernel: " + entry.getSize() + " B");
    }
    try (InputStream content = entries.content()) {
      return content.readNBytes(LARGEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Unreachable: content() throws ArchiveFailure.
    }
  }
}
