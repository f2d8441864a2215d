// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The index of a single-stream xz file (the .xz file format, 4 and 2.1.2). It can write some blocks
 * as a complete xz file, for programs that read only whole files.
 */
final class XzIndex {
  private static final int EDGE = 12;
  private static final int MOST_BLOCKS = 1 << 20;

  private final Path file;
  private final byte[] header;
  private final List<Block> blocks;

  /**
   * A block.
   *
   * @param at offset in the file, in bytes
   * @param unpadded size without padding to a multiple of four, in bytes
   * @param size decompressed size in bytes
   */
  private record Block(long at, long unpadded, long size) {
    long padded() {
      return (unpadded + 3) / 4 * 4;
    }
  }

  private XzIndex(Path file, byte[] header, List<Block> blocks) {
    this.file = file;
    this.header = header;
    this.blocks = blocks;
  }

  /** Reads the index; empty unless the file is one plain stream. */
  static Optional<XzIndex> of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < 3 * EDGE) {
        return Optional.empty();
      }
      byte[] header = read(channel, 0, EDGE);
      ByteBuffer footer =
          ByteBuffer.wrap(read(channel, size - EDGE, EDGE)).order(ByteOrder.LITTLE_ENDIAN);
      long indexSize = ((footer.getInt(4) & 0xffffffffL) + 1) * 4;
      boolean plain = footer.get(10) == 'Y' && footer.get(11) == 'Z';
      if (!plain || indexSize > size - 2 * EDGE || indexSize > 1 << 24) {
        return Optional.empty();
      }
      ByteBuffer index = ByteBuffer.wrap(read(channel, size - EDGE - indexSize, (int) indexSize));
      List<Block> blocks = blocks(index);
      // In a single stream the blocks fill the file up to the index.
      boolean whole =
          !blocks.isEmpty()
              && blocks.get(blocks.size() - 1).at() + blocks.get(blocks.size() - 1).padded()
                  == size - EDGE - indexSize;
      return whole ? Optional.of(new XzIndex(file, header, blocks)) : Optional.empty();
    } catch (java.nio.BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static byte[] read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
      // Read until full or end of file.
    }
    return bytes.array();
  }

  private static List<Block> blocks(ByteBuffer index) {
    List<Block> blocks = new ArrayList<>();
    if (index.get() != 0) {
      return blocks;
    }
    long count = number(index);
    long at = EDGE;
    for (long i = 0; i < count && count < MOST_BLOCKS; i++) {
      Block block = new Block(at, number(index), number(index));
      blocks.add(block);
      at += block.padded();
    }
    return blocks;
  }

  /** Reads seven bits per byte, lowest first; the high bit means that more follow. */
  private static long number(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte one = from.get();
      number |= (long) (one & 0x7f) << shift;
      if (one >= 0) {
        return number;
      }
    }
    throw new java.nio.BufferUnderflowException();
  }

  int count() {
    return blocks.size();
  }

  /** Returns the decompressed size of some blocks, in bytes. */
  long size(int from, int to) {
    return blocks.subList(from, to + 1).stream().mapToLong(Block::size).sum();
  }

  /** Writes some blocks as a complete xz file. */
  void write(int from, int to, OutputStream out) throws IOException {
    out.write(header);
    try (FileChannel channel = FileChannel.open(file)) {
      Block last = blocks.get(to);
      long begin = blocks.get(from).at();
      channel.position(begin);
      java.io.InputStream in = Channels.newInputStream(channel);
      long left = last.at() + last.padded() - begin;
      byte[] buffer = new byte[1 << 16];
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new java.io.EOFException("the file was truncated meanwhile");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
    byte[] index = index(blocks.subList(from, to + 1));
    out.write(index);
    out.write(footer(index.length));
  }

  private static byte[] index(List<Block> some) {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    index.write(0);
    number(index, some.size());
    for (Block block : some) {
      number(index, block.unpadded());
      number(index, block.size());
    }
    while (index.size() % 4 != 0) {
      index.write(0);
    }
    return withSum(index.toByteArray());
  }

  private static void number(ByteArrayOutputStream to, long number) {
    long left = number;
    while (left >= 0x80) {
      to.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    to.write((int) left);
  }

  private static byte[] withSum(byte[] bytes) {
    return ByteBuffer.allocate(bytes.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .putInt(sum(bytes))
        .array();
  }

  private static int sum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private byte[] footer(int indexLength) {
    ByteBuffer fields =
        ByteBuffer.allocate(6)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(indexLength / 4 - 1)
            .put(header[6]) // Stream flags: the kind of checksum.
            .put(header[7]);
    return ByteBuffer.allocate(EDGE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(sum(fields.array()))
        .put(fields.array())
        .put((byte) 'Y')
        .put((byte) 'Z')
        .array();
  }
}
