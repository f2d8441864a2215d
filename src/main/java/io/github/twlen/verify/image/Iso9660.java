// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the smallest file system of a CD-ROM: one directory, without extensions. Linux shows its
 * names in lower case and without the version.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-119/">
 *     ECMA-119, the same text as ISO 9660</a>
 */
final class Iso9660 {
  private static final int SECTOR = 2048;

  /** The first 16 sectors are for boot loaders. */
  private static final int DESCRIPTOR = 16;

  private static final int END = 17;
  private static final int LITTLE_PATHS = 18;
  private static final int BIG_PATHS = 19;
  private static final int ROOT = 20;
  private static final int DATA = 21;
  private static final int PATHS_BYTES = 10;

  /** A record without a name: its fixed part and one byte. */
  private static final int NAMELESS = 34;

  private static final int RECORD = 33;
  private static final byte DIRECTORY = 2;
  private static final byte[] ITSELF = {0};
  private static final byte[] PARENT = {1};

  private Iso9660() {}

  /**
   * Returns the image.
   *
   * @param label of the volume, at most 32 characters
   * @param files by name; the records of all names must fit into 2 KiB
   */
  static byte[] of(String label, Map<String, byte[]> files) {
    SortedMap<String, byte[]> sorted = new TreeMap<>();
    files.forEach((name, bytes) -> sorted.put(name.toUpperCase(Locale.ROOT) + ".;1", bytes));
    int sectors = DATA + sorted.values().stream().mapToInt(bytes -> sectors(bytes.length)).sum();
    ByteBuffer image = ByteBuffer.allocate(sectors * SECTOR);
    descriptor(image.slice(DESCRIPTOR * SECTOR, SECTOR), label, sectors);
    image.put(END * SECTOR, new byte[] {(byte) 255, 'C', 'D', '0', '0', '1', 1});
    paths(image.slice(LITTLE_PATHS * SECTOR, SECTOR).order(ByteOrder.LITTLE_ENDIAN));
    paths(image.slice(BIG_PATHS * SECTOR, SECTOR));
    ByteBuffer root = image.slice(ROOT * SECTOR, SECTOR);
    record(root, ITSELF, ROOT, SECTOR, DIRECTORY);
    record(root, PARENT, ROOT, SECTOR, DIRECTORY);
    int at = DATA;
    for (Map.Entry<String, byte[]> file : sorted.entrySet()) {
      byte[] name = file.getKey().getBytes(StandardCharsets.US_ASCII);
      byte[] bytes = file.getValue();
      record(root, name, at, bytes.length, (byte) 0);
      image.put(at * SECTOR, bytes);
      at += sectors(bytes.length);
    }
    return image.array();
  }

  private static int sectors(int bytes) {
    return (bytes + SECTOR - 1) / SECTOR;
  }

  private static void descriptor(ByteBuffer out, String label, int sectors) {
    out.put((byte) 1).put(text("CD001", 5)).put((byte) 1).put((byte) 0);
    out.put(text("", 32)).put(text(label, 32)).put(new byte[8]);
    both(out, sectors);
    out.put(new byte[32]);
    shortBoth(out, 1); // Volumes in the set.
    shortBoth(out, 1); // The number of this one.
    shortBoth(out, SECTOR);
    both(out, PATHS_BYTES);
    out.putInt(Integer.reverseBytes(LITTLE_PATHS)).putInt(0).putInt(BIG_PATHS).putInt(0);
    record(out, ITSELF, ROOT, SECTOR, DIRECTORY);
    // Volume set, publisher, preparer and application; then three names of files.
    out.put(text("", 4 * 128)).put(text("", 3 * 37));
    for (int date = 0; date < 4; date++) {
      out.put("0".repeat(16).getBytes(StandardCharsets.US_ASCII)).put((byte) 0); // Not given.
    }
    out.put((byte) 1);
  }

  private static void paths(ByteBuffer out) {
    out.put((byte) 1).put((byte) 0).putInt(ROOT).putShort((short) 1).put(ITSELF);
  }

  private static void record(ByteBuffer out, byte[] name, int at, int bytes, byte flags) {
    int length = Math.max(NAMELESS, RECORD + name.length + (name.length + 1) % 2);
    ByteBuffer record = out.slice(out.position(), length);
    record.put((byte) length).put((byte) 0);
    both(record, at);
    both(record, bytes);
    record.put(new byte[] {70, 1, 1, 0, 0, 0, 0}); // 1970: files without an age.
    record.put(flags).put((byte) 0).put((byte) 0);
    shortBoth(record, 1);
    record.put((byte) name.length).put(name);
    out.position(out.position() + length);
  }

  /** Numbers have both byte orders. */
  private static void both(ByteBuffer out, int number) {
    out.putInt(Integer.reverseBytes(number)).putInt(number);
  }

  private static void shortBoth(ByteBuffer out, int number) {
    out.putShort(Short.reverseBytes((short) number)).putShort((short) number);
  }

  private static byte[] text(String text, int length) {
    return (text + " ".repeat(length - text.length())).getBytes(StandardCharsets.US_ASCII);
  }
}
