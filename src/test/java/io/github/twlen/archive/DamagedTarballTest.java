package io.github.twlen.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void saysWhichCompressionIsDamaged(String kind, String magic) throws IOException {
    for (String rest : new String[] {"", "nothing that can be decompressed".repeat(40)}) {
      Path file = folder.resolve("linux.tar." + rest.length());
      Files.write(file, (magic + rest).getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> TarInput.of(file).isTar())
          .isInstanceOf(ArchiveFailure.class)
          .hasMessageContaining(file + " is cut off or damaged")
          .hasMessageContaining(kind);
    }
  }

  @Test
  void whatIsNotCompressedIsNoTarball() throws IOException {
    Path file = Files.writeString(folder.resolve("linux.tar"), "text".repeat(400));
    assertThat(TarInput.of(file).isTar()).isFalse();
  }
}
