// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakeOptionsTest {
  @TempDir Path folder;

  /** A name that is mistyped costs no download. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--config,   nothing, is neither a readable file nor one of",
    "--config,   .,       is neither a readable file nor one of",
    "--fragment, nothing, no such file or directory; give a file of lines",
    "--fragment, bad,     bad:2: 'foo' is not a kernel option; write CONFIG_NAME=value",
  })
  void aFileIsLookedForBeforeTheSource(String option, String name, String what) throws IOException {
    Files.writeString(folder.resolve("bad"), "# words\nfoo\n");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            OutputStream.nullOutputStream(),
            err,
            Map.of("HOME", folder.toString()),
            "build",
            "debian-6.1",
            "--seconds=15",
            option,
            folder.resolve(name).toString());
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("twlen: " + option + ": ")
        .contains(what);
    assertThat(folder.resolve(".cache")).doesNotExist();
  }
}
