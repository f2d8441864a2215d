// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.ArchiveFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DamagedTarballTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"xz, 'ý7zXZ\0'", "gzip, '\u001f\u008b\u0008'", "bzip2, BZh9", "zstd, '(µ/ý'"})
  void namesTheCorruptCompression(String kind, String magic) throws IOException {
    for (String rest : new String[] {"", "nothing that can be decompressed".repeat(40)}) {
      Path file = folder.resolve("linux.tar." + rest.length());
      Files.write(file, (magic + rest).getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> TarInput.of(file).isTar())
          .isInstanceOf(ArchiveFailure.class)
          .hasMessageContaining(file + ": truncated or corrupt")
          .hasMessageContaining(kind);
    }
  }

  @Test
  void detectsAChangedByte() throws IOException {
    byte[] plain = new SampleTar().file("file", "text".repeat(400)).bytes();
    byte[] tar = plain.clone();
    tar[3] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.tar"), tar);
    assertThatThrownBy(() -> TarInput.of(damaged).isTar())
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("wrong checksum of the first header");
    byte[] bytes = HostileArchives.bz2(plain);
    bytes[bytes.length / 2] ^= (byte) 0xff;
    Path packed = Files.write(folder.resolve("plain.tar.bz2"), bytes);
    assertThatThrownBy(() -> TarInput.of(packed).isTar())
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("bzip2");
  }

  @Test
  void rejectsPlainTextAsTarball() throws IOException {
    Path file = Files.writeString(folder.resolve("linux.tar"), "text".repeat(400));
    assertThat(TarInput.of(file).isTar()).isFalse();
  }
}
