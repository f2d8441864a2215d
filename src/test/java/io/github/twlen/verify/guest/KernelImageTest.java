// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImageTest {
  @TempDir Path folder;

  /** Returns the setup code of a bzImage with a banner. */
  static byte[] image(String banner) {
    ByteBuffer bytes = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
    bytes.putShort(0x20e, (short) 0x3000);
    bytes.put(0x3200, (banner + "\0").getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  @Test
  void readsTheRelease() throws IOException {
    Path file = Files.write(folder.resolve("bzImage"), image("6.1.192-tw15 (me@here) #2"));
    KernelImage read = KernelImage.read(file);
    assertThat(read.release()).isEqualTo("6.1.192-tw15");
    assertThat(read.banner()).isEqualTo("6.1.192-tw15 (me@here) #2");
  }

  @Test
  void rejectsOtherFiles() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertFailure(text, "not a bzImage but a file of 5 bytes");
    assertFailure(Files.createFile(folder.resolve("nothing")), "not a bzImage but an empty file");
    Path elf = Files.write(folder.resolve("vmlinux"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    assertFailure(elf, "an ELF file");
    assertFailure(folder.resolve("absent"), "absent: no such file");
  }

  @Test
  void rejectsAKernelWithoutRelease() throws IOException {
    byte[] image = image("6.1.0");
    image[0x20e] = 0;
    image[0x20f] = 0;
    assertFailure(Files.write(folder.resolve("bzImage"), image), "no release in its header");
  }

  private static void assertFailure(Path file, String what) {
    assertThatThrownBy(() -> KernelImage.read(file))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining(what);
  }
}
