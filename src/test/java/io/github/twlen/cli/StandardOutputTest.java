// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {
  /** Fails on every byte with this message of the system. */
  private static OutputStream refusing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  private static int run(OutputStream out, OutputStream err, String line) {
    return Main.run(out, err, Map.of("HOME", "/nonexistent"), line.split(" ", -1));
  }

  /** {@code head} closes its input early. */
  @ParameterizedTest
  @ValueSource(
      strings = {"recipes list", "recipes show centos-7", "help", "patch --help", "--version"})
  void ignoresAClosedPipe(String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(run(refusing("Broken pipe"), err, line)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recipes list", "help", "patch --help", "--version", "-V"})
  void reportsAFullDisk(String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(run(refusing("No space left on device"), err, line)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            twlen: cannot write to standard output: No space left on device
              fix: redirect it to a disk with free space
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "help recipes show, recipes show --help",
    "help cache, cache --help",
    "help help, help --help",
  })
  void printsTheHelpOfASubcommand(String line, String same) {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    assertThat(run(one, one, line)).isZero();
    assertThat(run(other, other, same)).isZero();
    assertThat(one.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: twlen")
        .isEqualTo(other.toString(StandardCharsets.UTF_8));
  }
}
