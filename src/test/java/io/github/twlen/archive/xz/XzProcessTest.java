// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.ArrayInput;
import io.github.twlen.archive.tar.SampleTar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes streams through the xz program, such as members of a package. */
class XzProcessTest {
  private static final int SIZE = 3 << 20;

  @TempDir static Path folder;
  private static byte[] content = {};
  private static byte[] packed = {};

  @BeforeAll
  static void pack() throws IOException {
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    packed = Files.readAllBytes(SampleTar.xz(folder.resolve("one.xz"), content, SIZE));
  }

  private static InputStream open(InputStream packed) {
    return XzProcess.open(packed).orElseThrow();
  }

  private static InputStream bytes(byte[] some) {
    return new ByteArrayInputStream(some);
  }

  @Test
  void decodesConcatenatedStreams() throws IOException {
    try (InputStream in = open(new SequenceInputStream(bytes(packed), bytes(packed)))) {
      assertThat(Arrays.equals(in.readNBytes(SIZE), content)).isTrue();
      assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
    }
  }

  /** As a package does whose checksum is wrong: xz alone would see a complete file. */
  @Test
  void reportsAFailureOfTheStream() throws IOException {
    InputStream fails =
        new ArrayInput() {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("wrong checksum of linux.tar.xz");
          }
        };
    try (InputStream in = open(new SequenceInputStream(bytes(packed), fails))) {
      assertThatThrownBy(in::readAllBytes).hasMessage("wrong checksum of linux.tar.xz");
    }
  }

  @Test
  void reportsDamageAndTruncation() throws IOException {
    byte[] damaged = packed.clone();
    damaged[SIZE / 2] ^= 1;
    try (InputStream in = open(bytes(damaged))) {
      assertThatThrownBy(in::readAllBytes).hasMessage("Compressed data is corrupt");
    }
    try (InputStream in = open(bytes(Arrays.copyOf(packed, SIZE / 2)))) {
      assertThatThrownBy(in::readAllBytes).hasMessage("Unexpected end of input");
    }
  }

  @Test
  void closesTheStreamEarly() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endless =
        new SequenceInputStream(bytes(packed), bytes(packed)) {
          @Override
          public void close() throws IOException {
            closed.countDown();
            super.close();
          }
        };
    try (InputStream in = open(endless)) {
      assertThat(in.read()).isEqualTo(content[0] & 0xff);
    }
    assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
  }
}
