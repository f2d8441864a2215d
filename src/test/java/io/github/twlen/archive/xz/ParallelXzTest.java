// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.tar.SampleTar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelXzTest {
  @TempDir Path temp;

  @Test
  void keepsTheOrderOfBytes() throws IOException {
    byte[] bytes = new byte[5_000_000];
    new Random(7).nextBytes(bytes);
    Path file = SampleTar.xz(temp.resolve("x"), bytes, 70_001);

    try (ParallelXz in = new ParallelXz(XzFile.of(file), 0, 2)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
    try (ParallelXz in = new ParallelXz(XzFile.of(file), 70, 70)) {
      in.skipNBytes(5);
      assertThat(in.read()).isEqualTo(bytes[70 * 70_001 + 5] & 0xff);
      assertThat(in.readAllBytes()).hasSize(bytes.length - 70 * 70_001 - 6);
    }
  }

  @Test
  void readsAnEmptyFile() throws IOException {
    Path file = SampleTar.xz(temp.resolve("x"), new byte[0], 10);

    try (ParallelXz in = new ParallelXz(XzFile.of(file), 0, 2)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void reportsACorruptBlockRepeatedly() throws IOException {
    byte[] random = new byte[100_000];
    new Random(3).nextBytes(random);
    Path file = SampleTar.xz(temp.resolve("x"), random, 10_000);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    try (ParallelXz in = new ParallelXz(XzFile.of(file), 0, 2)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
  }
}
