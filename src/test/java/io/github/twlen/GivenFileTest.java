// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class GivenFileTest {
  @TempDir Path folder;

  @Test
  void readsAFileUpToTheLimit() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "four");
    assertThat(GivenFile.read(file, 4)).hasSize(4);
    assertThatThrownBy(() -> GivenFile.read(file, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 3 bytes");
  }

  @Test
  void rejectsALargeSparseFile() throws IOException {
    Path file = folder.resolve("f");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThatThrownBy(() -> GivenFile.read(file)).hasMessageContaining("more than 8 MiB");
  }

  @Test
  void readsAFileOfSizeZeroInProc() throws IOException {
    assertThat(GivenFile.read(Path.of("/proc/self/stat"))).isNotEmpty();
  }

  @Test
  void rejectsPipesDevicesAndDirectories() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path other : new Path[] {pipe, Path.of("/dev/zero"), folder}) {
      assertThatThrownBy(() -> GivenFile.read(other))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a file");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "abc", "1e3", "٣", "1000000000000000000", " 1"})
  void rejectsOtherText(String text) {
    assertThat(Digits.number(text)).isEmpty();
  }

  @Test
  void readsNumbersOfEighteenDigits() {
    assertThat(Digits.number("999999999999999999"))
        .isEqualTo(OptionalLong.of(999_999_999_999_999_999L));
  }
}
