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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakeOptionsTest {
  @TempDir Path folder;

  /** A missing file must be found before the download. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--config,   nothing, no readable file",
    "--config,   .,       no readable file",
    "--fragment, nothing, no such file",
    "--fragment, bad,     bad:2: 'foo'",
  })
  void rejectsMissingFilesBeforeTheDownload(String option, String name, String what)
      throws IOException {
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
        .startsWith("twlen: cannot use " + option)
        .contains(what);
    assertThat(folder.resolve(".cache")).doesNotExist();
  }

  @Test
  void rejectsBuilderMemoryWithoutABuildGuest() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            OutputStream.nullOutputStream(),
            err,
            Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", folder.toString()),
            "build",
            "debian-6.1",
            "--seconds=15",
            "--offline",
            "--builder-memory=1");
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("cannot use --builder-memory", "  fix: add --in vagrant");
  }
}
