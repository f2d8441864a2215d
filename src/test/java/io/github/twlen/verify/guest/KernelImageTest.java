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

  /** The setup part of a bzImage that tells this about itself. */
  static byte[] image(String banner) {
    ByteBuffer bytes = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
    bytes.putShort(0x20e, (short) 0x3000);
    bytes.put(0x3200, (banner + "\0").getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  @Test
  void tellsTheReleaseInside() throws IOException {
    Path file = Files.write(folder.resolve("bzImage"), image("6.1.192-tw15 (me@here) #2"));
    KernelImage read = KernelImage.read(file);
    assertThat(read.release()).isEqualTo("6.1.192-tw15");
    assertThat(read.banner()).isEqualTo("6.1.192-tw15 (me@here) #2");
  }

  @Test
  void refusesWhatIsNoKernel() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertFailure(text, "is not a bzImage but a file of 5 bytes");
    assertFailure(Files.createFile(folder.resolve("nothing")), "is not a bzImage but empty");
    Path elf = Files.write(folder.resolve("vmlinux"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    assertFailure(elf, "a vmlinux cannot be booted this way");
    assertFailure(folder.resolve("absent"), "absent: there is no such file");
  }

  @Test
  void refusesAKernelWithoutARelease() throws IOException {
    byte[] image = image("6.1.0");
    image[0x20e] = 0;
    image[0x20f] = 0;
    assertFailure(Files.write(folder.resolve("bzImage"), image), "does not tell its release");
  }

  private static void assertFailure(Path file, String what) {
    assertThatThrownBy(() -> KernelImage.read(file))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining(what);
  }
}
