// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.xz.XzFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * The first header in a block.
 *
 * @param blockAt offset of the block in the decompressed archive, in bytes
 * @param at offset of the header in the decompressed archive, in bytes
 * @param path the path of the first entry from there that is not a directory
 */
record BlockSample(int block, long blockAt, long at, String path) {
  /**
   * Bytes of a block in which to look for a header. A block inside a long file, such as the 15 MiB
   * register headers of graphics drivers, gets no sample.
   */
  private static final long SAMPLE_DEPTH = 256 << 10;

  /** Returns the first header of a block; null when the block starts inside a long file. */
  static @Nullable BlockSample of(XzFile file, int block, TopFolder top) {
    try {
      return sample(file, block, top);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file.path(), "in block " + block, e);
    }
  }

  private static @Nullable BlockSample sample(XzFile file, int block, TopFolder top)
      throws IOException {
    try (SeekableXZInputStream in = file.decoder()) {
      long begin = in.getBlockPos(block);
      long end = begin + Math.min(in.getBlockSize(block), SAMPLE_DEPTH);
      long at = (begin + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
      in.seek(Math.min(at, in.length()));
      for (; at < end; at += TarHeader.SIZE) {
        byte[] record = in.readNBytes(TarHeader.SIZE);
        if (TarHeader.isHeader(record)) {
          String path = firstPath(file, record, in, top);
          return path == null ? null : new BlockSample(block, begin, at, path);
        }
      }
      return null; // The block starts inside a long file.
    }
  }

  private static @Nullable String firstPath(
      XzFile file, byte[] header, SeekableXZInputStream rest, TopFolder top) {
    SequenceInputStream in = new SequenceInputStream(new ByteArrayInputStream(header), rest);
    try (TarEntries entries = new TarEntries(file.path(), in)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        // Archivers agree on the order of files, not on that of directories.
        if (!entry.isDirectory()) {
          return top.relative(entries.path());
        }
      }
      return null;
    }
  }
}
