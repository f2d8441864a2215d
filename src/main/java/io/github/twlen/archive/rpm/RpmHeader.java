// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A header of an RPM: an index of tags and their values (rpm: lib/header.c,
 * docs/manual/format_header.md). Counts and offsets are checked before use.
 */
final class RpmHeader {
  private static final int MAGIC = 0x8eade801;
  private static final int ENTRY = 16;

  /** rpm allows 65,535 tags and 256 MiB; the changelog of a kernel has 4 MiB. */
  private static final int MOST_TAGS = 65_535;

  private static final int MOST_BYTES = 64 << 20;

  /** More than any RPM has files. */
  private static final int MOST_VALUES = 1 << 20;

  private static final int INT16 = 3;
  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int STRING_ARRAY = 8;
  private static final int I18N_STRING = 9;

  private final Map<Integer, Entry> entries = new HashMap<>();
  private final byte[] bytes;
  private final ByteBuffer store;
  private final int indexBytes;

  private record Entry(int type, int offset, int count) {}

  private RpmHeader(byte[] bytes, int indexBytes) {
    this.bytes = bytes;
    this.store = ByteBuffer.wrap(bytes);
    this.indexBytes = indexBytes;
  }

  /**
   * Reads a header.
   *
   * @throws IOException when it is truncated, or a count or an offset is wrong
   */
  static RpmHeader read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("wrong magic bytes of a header");
    }
    in.readInt();
    int count = in.readInt();
    int size = in.readInt();
    if (count < 0 || count > MOST_TAGS || size < 0 || size > MOST_BYTES) {
      throw new IOException("a header claims " + count + " tags and " + size + " bytes");
    }
    byte[] index = in.readNBytes(count * ENTRY);
    byte[] bytes = in.readNBytes(size);
    if (index.length < count * ENTRY || bytes.length < size) {
      throw new IOException("truncated header");
    }
    RpmHeader header = new RpmHeader(bytes, index.length);
    ByteBuffer tags = ByteBuffer.wrap(index);
    for (int i = 0; i < count; i++) {
      header.add(tags.getInt(), new Entry(tags.getInt(), tags.getInt(), tags.getInt()));
    }
    return header;
  }

  private void add(int tag, Entry entry) throws IOException {
    if (entry.offset() < 0 || entry.offset() > store.capacity() || entry.count() < 0) {
      throw new IOException("tag " + tag + " is outside its header");
    }
    entries.put(tag, entry);
  }

  /** Returns its size in the file, in bytes. */
  long length() {
    return ENTRY + (long) indexBytes + store.capacity();
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Returns a string; empty without the tag. */
  Optional<String> text(int tag) throws IOException {
    return texts(tag).stream().findFirst();
  }

  /** Returns a string that every package has. */
  String required(int tag, String what) throws IOException {
    return text(tag).orElseThrow(() -> new IOException("no " + what));
  }

  /** Returns a list of strings; empty without the tag. */
  List<String> texts(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return List.of();
    }
    if (entry.type() != STRING && entry.type() != STRING_ARRAY && entry.type() != I18N_STRING) {
      throw new IOException("tag " + tag + " is not a string");
    }
    if (entry.count() > MOST_VALUES) {
      throw new IOException("tag " + tag + " claims " + entry.count() + " values");
    }
    List<String> texts = new ArrayList<>();
    int at = entry.offset();
    for (int i = 0; i < (entry.type() == STRING ? 1 : entry.count()); i++) {
      int end = at;
      while (end < store.capacity() && store.get(end) != 0) {
        end++;
      }
      if (end >= store.capacity()) {
        throw new IOException("tag " + tag + " is not terminated");
      }
      texts.add(new String(bytes, at, end - at, StandardCharsets.UTF_8));
      at = end + 1;
    }
    return texts;
  }

  /** Returns a list of unsigned 16 or 32-bit numbers; empty without the tag. */
  List<Long> numbers(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return List.of();
    }
    int width = entry.type() == INT16 ? 2 : 4;
    if ((entry.type() != INT16 && entry.type() != INT32)
        || entry.offset() + (long) entry.count() * width > store.capacity()) {
      throw new IOException("tag " + tag + " is not a list of numbers");
    }
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < entry.count(); i++) {
      int at = entry.offset() + i * width;
      numbers.add(width == 2 ? store.getShort(at) & 0xffffL : store.getInt(at) & 0xffffffffL);
    }
    return numbers;
  }
}
