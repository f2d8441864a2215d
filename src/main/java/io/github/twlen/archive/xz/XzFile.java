// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import io.github.twlen.archive.Compression;
import java.io.IOException;
import java.nio.file.Path;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.SeekableFileInputStream;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * An xz file and its index. Blocks are independent; {@code xz -T} writes one every 24 MiB, other
 * tools a single one. Opening it reads the index at the end, which detects truncation.
 *
 * @param blocks number of blocks in all concatenated streams
 * @param length decompressed size in bytes
 */
public record XzFile(Path path, int blocks, long length) {

  public static XzFile of(Path path) throws IOException {
    try (SeekableXZInputStream in = decoder(path)) {
      return new XzFile(path, in.getBlockCount(), in.length());
    }
  }

  /** Returns a new decoder, for one thread. */
  public SeekableXZInputStream decoder() throws IOException {
    return decoder(path);
  }

  private static SeekableXZInputStream decoder(Path path) throws IOException {
    SeekableFileInputStream in = new SeekableFileInputStream(path.toFile());
    try {
      return new SeekableXZInputStream(
          in, Compression.MEMORY_LIMIT_KIB, BasicArrayCache.getInstance());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
