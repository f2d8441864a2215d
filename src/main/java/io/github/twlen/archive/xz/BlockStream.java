// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import io.github.twlen.archive.ArrayInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of an xz file from one of its blocks on: the blocks that are certainly
 * wanted by the xz program where it pays, what follows by {@link ParallelXz}, block by block.
 */
public final class BlockStream extends ArrayInput {
  /** What Java has decoded before a program would have started, in bytes. */
  private static final long SMALL = 1 << 20;

  private final XzFile file;
  private final int wanted;
  private @Nullable InputStream first;
  private @Nullable ParallelXz rest;

  /**
   * Starts decoding.
   *
   * @param from the block with which to begin
   * @param wanted the last block that will certainly be read
   */
  public BlockStream(XzFile file, int from, int wanted) throws IOException {
    this.file = file;
    this.wanted = wanted;
    this.first = program(file, from, wanted).orElse(null);
    this.rest = first == null ? new ParallelXz(file, from, wanted) : null;
  }

  private static Optional<InputStream> program(XzFile file, int from, int to) throws IOException {
    Optional<XzIndex> index = XzIndex.of(file.path()).filter(i -> i.count() == file.blocks());
    return index.isPresent() && index.get().size(from, to) > SMALL
        ? XzProcess.open(index.get(), from, to)
        : Optional.empty();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (first != null) {
      int count = first.read(into, offset, length);
      if (count > 0) {
        return count;
      }
      first.close();
      first = null;
    }
    if (rest == null) {
      if (wanted + 1 >= file.blocks()) {
        return -1;
      }
      rest = new ParallelXz(file, wanted + 1, wanted + 1);
    }
    return rest.read(into, offset, length);
  }

  /**
   * Decodes on to where xz keeps a checksum of what was read: what was read is then known to be
   * undamaged.
   */
  public void checkBlock() throws IOException {
    byte[] none = new byte[1 << 16];
    while (first != null && first.read(none) >= 0) {
      // On to the end of what the program decodes; it fails when a block is damaged.
    }
    if (rest != null) {
      rest.checkBlock();
    }
  }

  @Override
  public void close() throws IOException {
    if (first != null) {
      first.close();
    }
    if (rest != null) {
      rest.close();
    }
  }
}
