// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.tar.SampleTar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.XZInputStream;

/** Reads blocks large enough for the xz program. */
class BlockStreamTest {
  private static final int BLOCK = 5 << 20;
  private static final int BLOCKS = 5;

  @TempDir static Path folder;
  private static byte[] content = {};
  private static Path file = Path.of("");

  /** Created once; packing takes seconds. */
  @BeforeAll
  static void fiveBlocks() {
    content = new byte[BLOCK * BLOCKS - 12345];
    new Random(1).nextBytes(content);
    Arrays.fill(content, 1000, BLOCK * 2, (byte) 7); // Blocks of very different sizes.
    file = SampleTar.xz(folder.resolve("a b ü.xz"), content, BLOCK);
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "0, 1", "1, 3", "2, 4", "3, 3", "4, 4"})
  void readsBeyondTheWantedBlock(int from, int wanted) throws IOException {
    byte[] expected = Arrays.copyOfRange(content, from * BLOCK, content.length);
    try (BlockStream stream = new BlockStream(XzFile.of(file), from, wanted)) {
      assertThat(Arrays.equals(stream.readAllBytes(), expected)).isTrue();
    }
    try (BlockStream stream = new BlockStream(XzFile.of(file), from, wanted)) {
      assertThat(stream.readNBytes(100)).isEqualTo(Arrays.copyOf(expected, 100));
      stream.checkBlock();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "0, 0", "1, 3", "4, 4"})
  void writesBlocksAsACompleteFile(int from, int to) throws IOException {
    XzIndex index = XzIndex.of(file).orElseThrow();
    assertThat(index.count()).isEqualTo(BLOCKS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.write(from, to, out);
    byte[] expected =
        Arrays.copyOfRange(content, from * BLOCK, Math.min(content.length, (to + 1) * BLOCK));
    assertThat(index.size(from, to)).isEqualTo(expected.length);
    try (XZInputStream in =
        new XZInputStream(new java.io.ByteArrayInputStream(out.toByteArray()))) {
      assertThat(Arrays.equals(in.readAllBytes(), expected)).isTrue();
    }
  }

  @Test
  void detectsDamageByTheEndOfABlock() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged"), bytes);
    assertThatThrownBy(
            () -> {
              try (BlockStream stream = new BlockStream(XzFile.of(damaged), 1, 3)) {
                stream.readNBytes(10);
                stream.checkBlock();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void ignoresFilesOfSeveralStreams() throws IOException {
    byte[] one = Files.readAllBytes(file);
    byte[] two = Arrays.copyOf(one, one.length * 2);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(XzIndex.of(Files.write(folder.resolve("two"), two))).isEmpty();
    byte[] padded = Arrays.copyOf(one, one.length + 4);
    assertThat(XzIndex.of(Files.write(folder.resolve("padded"), padded))).isEmpty();
    assertThat(XzIndex.of(Files.write(folder.resolve("cut"), Arrays.copyOf(one, 20)))).isEmpty();
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      byte[] mutant = Arrays.copyOfRange(one, one.length - 400, one.length);
      mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
      XzIndex.of(
          Files.write(folder.resolve("mutant"), mutant)); // Never an exception of another kind.
    }
    XzFile both = XzFile.of(folder.resolve("two"));
    try (BlockStream stream = new BlockStream(both, BLOCKS, 2 * BLOCKS - 1)) {
      assertThat(Arrays.equals(stream.readAllBytes(), content)).isTrue();
    }
  }
}
