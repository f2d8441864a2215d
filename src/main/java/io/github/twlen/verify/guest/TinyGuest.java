// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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
    image.putInt(MAGIC).putInt(ADDRESSES_FOLLOW);
    image.putInt(-(MAGIC + ADDRESSES_FOLLOW)); // the checksum
    image.putInt(BASE); // the address of this header
    image.putInt(BASE); // the load address
    image.putInt(BASE + IMAGE_BYTES); // the end of the image
    image.putInt(BASE + IMAGE_BYTES); // the end of memory to clear
    image.putInt(BASE + HEADER_BYTES); // the entry point, in 32-bit protected mode
    code(image, "b9").putInt(COUNTS); // mov ecx, the counts
    code(image, "49 75fd"); // count: dec ecx; jnz count
    code(image, "fc 66baf803"); // cld; mov dx, 0x3f8: the data of the first serial port
    code(image, "be").putInt(BASE + TEXT_AT); // mov esi, the text
    code(image, "ac 84c0 7403"); // next: lodsb; test al, al; jz end
    code(image, "ee ebf8"); // out dx, al: QEMU's port is always ready; jmp next
    code(image, "b0fe e664"); // end: mov al, 0xfe; out 0x64, al: resets the processor
    code(image, "f4 ebfd"); // stay: hlt; jmp stay
    image.put(TEXT_AT, (LINE + "\r\n\0").getBytes(StandardCharsets.US_ASCII));
    return image.array();
  }

  private static ByteBuffer code(ByteBuffer image, String hex) {
    return image.put(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
