// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import io.github.twlen.archive.ArrayInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of an xz file from one block on: the wanted blocks by the xz program where
 * that is faster, later ones by {@link ParallelXz}.
 */
public final class BlockStream extends ArrayInput {
  /** Bytes that Java decodes in the time that a program takes to start. */
  private static final long SMALL = 1 << 20;

  private final XzFile file;
  private final int wanted;
  private @Nullable InputStream first;
  private @Nullable ParallelXz rest;

  /**
   * Starts decoding.
   *
   * @param from the first block
   * @param wanted the last block that is certainly read
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

  /** Decodes to the end of the block, where xz verifies its checksum. */
  public void checkBlock() throws IOException {
    byte[] none = new byte[1 << 16];
    while (first != null && first.read(none) >= 0) {
      // The program fails at the end of a corrupt block.
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
