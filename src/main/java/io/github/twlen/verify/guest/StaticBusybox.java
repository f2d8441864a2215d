// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.recipe.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A static busybox: a 64-bit ELF program of the guest's architecture without {@code PT_INTERP}, so
 * without libraries.
 */
public record StaticBusybox(Path file) {
  /** The paths in distributions, some of which install a dynamic and a static one. */
  public static final List<Path> USUAL_PLACES =
      List.of(
          Path.of("/bin/busybox"),
          Path.of("/usr/bin/busybox"),
          Path.of("/sbin/busybox"),
          Path.of("/usr/sbin/busybox"),
          Path.of("/usr/lib/initramfs-tools/bin/busybox"),
          Path.of("/bin/busybox.static"),
          Path.of("/usr/local/bin/busybox"));

  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', /* 64 bit */ 2, /* little endian */ 1};
  private static final int HEADER_BYTES = 64;
  private static final int MACHINE_AT = 18;
  private static final int TABLE_AT = 32;
  private static final int ENTRY_SIZE_AT = 54;
  private static final int ENTRY_COUNT_AT = 56;
  private static final int PT_INTERP = 3;
  private static final int MOST_READ = 64 * 1024;

  /**
   * Returns the first static one; throws MissingDependencyFailure when there is none.
   *
   * @param elf the machine of the guest's programs, see {@link Architecture.Machine}
   */
  public static StaticBusybox find(List<Path> places, int elf) {
    return places.stream()
        .filter(file -> isStatic(file, elf))
        .findFirst()
        .map(StaticBusybox::new)
        .orElseThrow(
            () ->
                new MissingDependencyFailure(
                    "cannot create the guest's initramfs: no static busybox found",
                    "install busybox-static (Debian, Ubuntu) or busybox (Fedora, EPEL)"));
  }

  /** Returns whether the file is a static program of a machine. */
  public static boolean isStatic(Path file, int machine) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(MOST_READ);
      return isStatic(ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN), machine);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isStatic(ByteBuffer elf, int machine) {
    if (elf.limit() < HEADER_BYTES
        || !elf.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
        || elf.getShort(MACHINE_AT) != machine) {
      return false;
    }
    long table = elf.getLong(TABLE_AT);
    int size = Short.toUnsignedInt(elf.getShort(ENTRY_SIZE_AT));
    int count = Short.toUnsignedInt(elf.getShort(ENTRY_COUNT_AT));
    try {
      for (int i = 0; i < count; i++) {
        if (elf.getInt(Math.toIntExact(table + (long) i * size)) == PT_INTERP) {
          return false;
        }
      }
      return count > 0;
    } catch (IndexOutOfBoundsException | ArithmeticException | BufferUnderflowException e) {
      return false;
    }
  }
}
