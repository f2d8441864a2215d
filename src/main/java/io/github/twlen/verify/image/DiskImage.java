// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk image that no program has opened yet. Its header is read here, because QEMU's programs
 * open every file that the header of a qcow2 image names.
 *
 * @param file its absolute path
 * @param format as QEMU names it
 * @param bytes of the disk; the file may be smaller
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">the format qcow2</a>
 */
public record DiskImage(Path file, String format, long bytes) {
  private static final String OTHER = "pass a qcow2 or raw disk image";
  private static final int SECTOR = 512;
  private static final int BOOT_SIGNATURE = 0x55AA;
  private static final int QCOW2 = 0x514649FB;
  private static final int BACKING_NAME_AT = 8;
  private static final int BACKING_LENGTH_AT = 16;
  private static final int LONGEST_NAME = 1023;
  private static final int BYTES_AT = 24;
  private static final int ENCRYPTION_AT = 32;
  private static final int FEATURES_AT = 72;
  private static final long DATA_ELSEWHERE = 1 << 2;

  /**
   * Reads the header of an image.
   *
   * @throws ImageFailure when it is no qcow2 or raw image, or contains only a part of the disk
   */
  public static DiskImage of(Path given) {
    Path file = given.toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      String reason =
          Files.isDirectory(file)
              ? "it is a directory"
              : Files.exists(file) ? "not a regular file" : "no such file";
      throw new ImageFailure(given, reason, OTHER);
    }
    try {
      long size = Files.size(file);
      ByteBuffer header = ByteBuffer.wrap(beginning(file, 0, SECTOR));
      if (header.limit() < SECTOR) {
        String reason = size == 0 ? "it is empty" : "it has only " + size + " bytes";
        throw new ImageFailure(given, reason, OTHER);
      }
      if (header.getInt(0) != QCOW2) {
        return raw(given, file, header, size);
      }
      requireWhole(given, file, header);
      return new DiskImage(file, "qcow2", header.getLong(BYTES_AT));
    } catch (IOException e) {
      throw new ImageFailure(given, "cannot read it", "check its permissions");
    }
  }

  private static DiskImage raw(Path given, Path file, ByteBuffer header, long size) {
    if ((header.getShort(SECTOR - 2) & 0xFFFF) != BOOT_SIGNATURE) {
      throw new ImageFailure(
          given,
          "neither qcow2 nor a raw disk with a boot sector",
          "unpack it, or convert it with `qemu-img convert -O qcow2`");
    }
    return new DiskImage(file, "raw", size);
  }

  /** An image from elsewhere must not make QEMU read another file of this host. */
  private static void requireWhole(Path given, Path file, ByteBuffer header) throws IOException {
    int version = header.getInt(Integer.BYTES);
    if (version != 2 && version != 3) {
      throw new ImageFailure(given, "it has version " + version + " of the format qcow2", OTHER);
    }
    long nameAt = header.getLong(BACKING_NAME_AT);
    if (nameAt != 0) {
      int length = Math.min(LONGEST_NAME, Math.max(0, header.getInt(BACKING_LENGTH_AT)));
      String name = new String(beginning(file, nameAt, length), StandardCharsets.UTF_8);
      throw new ImageFailure(
          given,
          "it is based on another file, " + TerminalText.of(name),
          "if you trust both, join them with `qemu-img convert -O qcow2 IMAGE NEW`");
    }
    if (version == 3 && (header.getLong(FEATURES_AT) & DATA_ELSEWHERE) != 0) {
      throw new ImageFailure(
          given,
          "its data is in another file",
          "if you trust both, join them with `qemu-img convert -O qcow2 IMAGE NEW`");
    }
    if (header.getInt(ENCRYPTION_AT) != 0) {
      throw new ImageFailure(given, "it is encrypted", "pass an image without encryption");
    }
  }

  private static byte[] beginning(Path file, long from, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(0, from));
      return in.readNBytes(length);
    }
  }
}
