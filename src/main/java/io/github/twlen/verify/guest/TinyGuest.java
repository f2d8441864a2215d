// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A minimal test guest: counts, prints one line on the first serial port and reboots, which ends
 * QEMU. It is a Multiboot kernel (Multiboot Specification 0.6.96, section 3.1), which every QEMU
 * for x86 boots with {@code -kernel}.
 *
 * <p>The count detects a KVM that emulates each instruction, as inside some virtual machines: two
 * seconds for a million counts, instead of 0.05 s (KVM) or 0.5 s (QEMU without KVM) for all.
 */
final class TinyGuest {
  /** The line that it prints. */
  static final String LINE = "twlen: a guest runs here";

  /** The load address, above the first MiB, which the firmware uses. */
  private static final int BASE = 0x10_0000;

  private static final int MAGIC = 0x1BADB002;

  /** The header contains the load addresses, since the image is no ELF file. */
  private static final int ADDRESSES_FOLLOW = 0x1_0000;

  private static final int HEADER_BYTES = 32;

  /** QEMU looks for the signature of Linux at 0x202, so the image must be longer. */
  private static final int IMAGE_BYTES = 1024;

  private static final int TEXT_AT = HEADER_BYTES + 40;

  private static final int COUNTS = 100_000_000;

  private TinyGuest() {}

  /** Returns the image. */
  static byte[] image() {
    ByteBuffer image = ByteBuffer.allocate(IMAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header(image);
    code(image);
    image.put(TEXT_AT, (LINE + "\r\n\0").getBytes(StandardCharsets.US_ASCII));
    return image.array();
  }

  private static void header(ByteBuffer image) {
    image.putInt(MAGIC).putInt(ADDRESSES_FOLLOW);
    image.putInt(-(MAGIC + ADDRESSES_FOLLOW)); // the three add up to 0
    image.putInt(BASE); // where this header is
    image.putInt(BASE); // where the image is loaded
    image.putInt(BASE + IMAGE_BYTES); // where it ends
    image.putInt(BASE + IMAGE_BYTES); // no memory beyond it is cleared
    image.putInt(BASE + HEADER_BYTES); // where it begins to run, in 32-bit protected mode
  }

  private static void code(ByteBuffer image) {
    bytes(image, 0xb9); // mov ecx, the counts
    image.putInt(COUNTS);
    bytes(image, 0x49); // count: dec ecx
    bytes(image, 0x75, 0xfd); // jnz count
    bytes(image, 0xfc); // cld: towards higher addresses
    bytes(image, 0x66, 0xba, 0xf8, 0x03); // mov dx, 0x3f8: the first serial port's data
    bytes(image, 0xbe); // mov esi, the text
    image.putInt(BASE + TEXT_AT);
    bytes(image, 0xac); // next: lodsb, the next character
    bytes(image, 0x84, 0xc0); // test al, al
    bytes(image, 0x74, 0x03); // jz end: the text ends with 0
    bytes(image, 0xee); // out dx, al; QEMU's port is ready at once
    bytes(image, 0xeb, 0xf8); // jmp next
    bytes(image, 0xb0, 0xfe); // end: mov al, 0xfe: "reset the processor"
    bytes(image, 0xe6, 0x64); // out 0x64, al: says so to the keyboard controller
    bytes(image, 0xf4); // stay: hlt
    bytes(image, 0xeb, 0xfd); // jmp stay
  }

  private static void bytes(ByteBuffer image, int... values) {
    for (int value : values) {
      image.put((byte) value);
    }
  }
}
