// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.SampleArchitectures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelImageTest {
  private static final String ARM_BANNER = "6.1.192-tw15 (me@here) (aarch64-linux-gnu-gcc) #1 SMP";

  @TempDir Path folder;

  /** Returns the setup code of a bzImage with a banner. */
  static byte[] image(String banner) {
    ByteBuffer bytes = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
    bytes.putShort(0x20e, (short) 0x3000);
    bytes.put(0x3200, (banner + "\0").getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  /** Returns an uncompressed Image with a banner at a place. */
  private static byte[] armImage(int at, String banner) {
    ByteBuffer bytes = ByteBuffer.allocate(5 << 20).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, "MZ".getBytes(StandardCharsets.US_ASCII)); // With CONFIG_EFI.
    bytes.put(0x38, "ARMd".getBytes(StandardCharsets.US_ASCII));
    bytes.put(at, ("Linux version " + banner + "\n\0").getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  @Test
  void readsTheRelease() throws IOException {
    KernelImage read = read(image("6.1.192-tw15 (me@here) #2"));
    assertThat(read.release()).isEqualTo("6.1.192-tw15");
    assertThat(read.banner()).isEqualTo("6.1.192-tw15 (me@here) #2");
    assertThat(read.architecture()).isEqualTo(SampleArchitectures.X86_64);
  }

  /** Two of them are in two blocks of the reader. */
  @ParameterizedTest
  @ValueSource(ints = {0x1000, 0x8000, 64 * 512 + 512 - 20, 3 << 20, (1 << 20) + 64 * 512 + 500})
  void findsTheReleaseInAnUncompressedImage(int at) throws IOException {
    KernelImage read = read(armImage(at, ARM_BANNER));
    assertThat(read.release()).isEqualTo("6.1.192-tw15");
    assertThat(read.banner()).isEqualTo(ARM_BANNER);
    assertThat(read.architecture()).isEqualTo(SampleArchitectures.ARM64);
  }

  @Test
  void readsAGzippedImage() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(armImage(2 << 20, ARM_BANNER));
    }
    KernelImage read = read(packed.toByteArray());
    assertThat(read.release()).isEqualTo("6.1.192-tw15");
    assertThat(read.architecture()).isEqualTo(SampleArchitectures.ARM64);
  }

  @Test
  void rejectsOtherFiles() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertFailure(text, "not a kernel image but a file of 5 bytes");
    Path nothing = Files.createFile(folder.resolve("nothing"));
    assertFailure(nothing, "not a kernel image but an empty file");
    Path elf = Files.write(folder.resolve("vmlinux"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    assertFailure(elf, "an ELF file");
    Path zboot = Files.writeString(folder.resolve("vmlinuz.efi"), "MZ\0\0zimg\0\0");
    assertFailure(zboot, "CONFIG_EFI_ZBOOT");
    Path gzip = Files.write(folder.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
    assertFailure(gzip, "cannot read " + gzip);
    assertFailure(folder.resolve("absent"), "absent: no such file");
  }

  @Test
  void rejectsAKernelWithoutRelease() throws IOException {
    byte[] image = image("6.1.0");
    image[0x20e] = 0;
    image[0x20f] = 0;
    assertFailure(Files.write(folder.resolve("bzImage"), image), "no release in it");
    byte[] arm = armImage(0x1000, "%s (a@b)");
    assertFailure(Files.write(folder.resolve("Image"), arm), "no release in it");
  }

  private KernelImage read(byte[] image) throws IOException {
    return KernelImage.read(Files.write(folder.resolve("kernel"), image), SampleArchitectures.ALL);
  }

  private static void assertFailure(Path file, String what) {
    assertThatThrownBy(() -> KernelImage.read(file, SampleArchitectures.ALL))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining(what);
  }
}
