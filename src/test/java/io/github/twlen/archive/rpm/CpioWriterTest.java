// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpioWriterTest {
  private static byte[] sample() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioWriter cpio = new CpioWriter(bytes)) {
      cpio.directory("dev", 0755)
          .characterDevice("dev/console", 0600, 5, 1)
          .file("init", 0755, "odd".getBytes(StandardCharsets.US_ASCII))
          .symlink("sh", "init");
    }
    return bytes.toByteArray();
  }

  @Test
  void writesReadableEntries() throws IOException {
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(sample()))) {
      CpioArchiveEntry folder = in.getNextEntry();
      assertThat(folder.getName()).isEqualTo("dev");
      assertThat(folder.isDirectory()).isTrue();

      CpioArchiveEntry device = in.getNextEntry();
      assertThat(device.isCharacterDevice()).isTrue();
      assertThat(device.getRemoteDeviceMaj()).isEqualTo(5);
      assertThat(device.getRemoteDeviceMin()).isEqualTo(1);
      assertThat(device.getMode() & 0777).isEqualTo(0600);

      CpioArchiveEntry file = in.getNextEntry();
      assertThat(file.isRegularFile()).isTrue();
      assertThat(file.getMode() & 0777).isEqualTo(0755);
      assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("odd");

      CpioArchiveEntry link = in.getNextEntry();
      assertThat(link.isSymbolicLink()).isTrue();
      assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("init");
      assertThat(in.getNextEntry()).isNull();
    }
  }

  @Test
  void writesReproducibleBytes() throws IOException {
    assertThat(sample()).isEqualTo(sample());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/init", "a\0b"})
  void rejectsNamesThatAreNotRelative(String name) {
    CpioWriter cpio = new CpioWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> cpio.directory(name, 0755))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rejectsFileTypesInPermissions() {
    CpioWriter cpio = new CpioWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> cpio.directory("d", 0100755))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100755");
  }
}
