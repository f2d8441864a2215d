// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
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
    Path tree = Files.writeString(folder.resolve("file"), "text".repeat(400));
    Path plain = folder.resolve("plain.tar");
    new CommandRunner()
        .run(Command.of("tar", "-C", folder.toString(), "-cf", plain.toString(), "file"));
    byte[] tar = Files.readAllBytes(plain);
    tar[3] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.tar"), tar);
    assertThat(tree).exists();
    assertThatThrownBy(() -> TarInput.of(damaged).isTar())
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("wrong checksum of the first header");
    new CommandRunner().run(Command.of("bzip2", plain.toString()));
    Path packed = folder.resolve("plain.tar.bz2");
    byte[] bytes = Files.readAllBytes(packed);
    bytes[bytes.length / 2] ^= (byte) 0xff;
    Files.write(packed, bytes);
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
