// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A bzImage with the header of the x86 boot protocol (Documentation/arch/x86/boot.rst).
 *
 * @param release its {@code uname -r}
 * @param banner the release with user, host and time of the build
 */
public record KernelImage(Path file, String release, String banner) {
  /** The setup code, with the header and the banner, is at most 64 sectors. */
  private static final int SETUP_BYTES = 64 * 512 + 512;

  private static final int MAGIC_AT = 0x202;
  private static final String MAGIC = "HdrS";
  private static final int BANNER_POINTER_AT = 0x20e;
  private static final int BANNER_BASE = 0x200;
  private static final String REMEDY =
      "pass the arch/x86/boot/bzImage of `make bzImage`, or the boot/vmlinuz-* of a package";

  /** Reads the header; throws GuestFailure when the file cannot be read or is not a bzImage. */
  public static KernelImage read(Path file) {
    byte[] setup;
    try (InputStream in = GivenFile.open(file)) {
      setup = in.readNBytes(SETUP_BYTES);
    } catch (IOException e) {
      throw new GuestFailure("cannot read " + file + ": " + GivenFile.reason(file, e), REMEDY, e);
    }
    if (setup.length < BANNER_POINTER_AT + 2 || !MAGIC.equals(text(setup, MAGIC_AT, 4))) {
      throw new GuestFailure(
          "cannot boot " + file + ": not a bzImage but " + kind(setup), REMEDY, null);
    }
    String banner = banner(setup);
    if (banner.isEmpty()) {
      throw new GuestFailure("cannot boot " + file + ": no release in its header", REMEDY, null);
    }
    return new KernelImage(file, banner.split(" ", 2)[0], banner);
  }

  private static String banner(byte[] setup) {
    ByteBuffer header = ByteBuffer.wrap(setup).order(ByteOrder.LITTLE_ENDIAN);
    int pointer = Short.toUnsignedInt(header.getShort(BANNER_POINTER_AT));
    int start = pointer + BANNER_BASE;
    if (pointer == 0 || start >= setup.length) {
      return "";
    }
    int end = start;
    while (end < setup.length && setup[end] != 0) {
      end++;
    }
    return text(setup, start, end - start).strip();
  }

  private static String kind(byte[] start) {
    if (start.length == 0) {
      return "an empty file";
    }
    if (text(start, 0, 4).equals("\u007fELF")) {
      return "an ELF file such as vmlinux";
    }
    return start.length < SETUP_BYTES ? "a file of " + start.length + " bytes" : "another format";
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(Arrays.copyOfRange(bytes, from, from + length), StandardCharsets.ISO_8859_1);
  }
}
