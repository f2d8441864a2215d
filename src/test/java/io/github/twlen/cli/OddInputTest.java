// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddInputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "patch . --seconds 15 -o EMPTY              | it is empty",
        "build . --seconds 15 --output EMPTY        | it is empty",
        "verify EMPTY --seconds 15                  | it is empty",
        "recipes list --recipes EMPTY               | it is empty",
        "build . --seconds 15 --jobs 70000          | --jobs 1 to 4096",
        "build . --seconds 15 --jobs 0              | --jobs 1 to 4096",
        "verify nosuchfile --seconds 15             | nosuchfile: no such file",
        "verify / --seconds 15                      | not a file",
        "build . --seconds 15 --in container --image -v/:/x | cannot use --image",
        "build . --seconds 15 --in container --image EMPTY  | cannot use --image"
      })
  void reportsInvalidOptions(String line, String reason) {
    String[] words = line.strip().split(" +");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].equals("EMPTY") ? "" : words[i];
    }
    assertThat(Main.run(out, err, Map.of("HOME", "/nonexistent"), words)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(reason).doesNotContain("Exception");
  }

  @Test
  void rejectsArgumentFilesThatAreNoFiles(@TempDir Path folder) throws IOException {
    Path nested = Files.writeString(folder.resolve("nested"), "patch @" + folder);
    for (String file : new String[] {folder.toString(), "/dev/zero", nested.toString()}) {
      err.reset();
      assertThat(Main.run(out, err, Map.of("HOME", "/nonexistent"), "@" + file)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("cannot read arguments from @", ", not a file")
          .doesNotContain("Exception");
    }
  }

  @Test
  void rejectsAnInvalidSocketTable(@TempDir Path folder) throws IOException {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    Files.write(Files.createDirectory(folder.resolve("net")).resolve("tcp"), noise);
    String[] words = {"survey", "--from", folder.toString()};
    assertThat(Main.run(out, err, Map.of("HOME", "/nonexistent"), words)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("not a socket table");
  }

  @Test
  void printsAsciiDigitsInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Main.run(out, err, Map.of("HOME", "/nonexistent"), "--help")).isZero();
      assertThat(String.format("%d %.1f", 15, 1.5)).isEqualTo("15 1.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "relative"})
  void ignoresARelativeHome(String home) {
    Context context = Context.of(out, err, Map.of("HOME", home));
    assertThat(context.folders().cache()).isAbsolute();
    assertThat(context.folders().config()).isAbsolute();
  }
}
