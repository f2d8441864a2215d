// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.cli.Main;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the command line; the comparison itself has its own tests. */
class OutdatedCommandTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2  | TMP/no.rpm                 | no such file or directory",
        "2  | --patch --ssh web1         | cannot use --patch with --ssh",
        "2  | --ssh a;b                  | not a host",
        "2  | --ssh-option Port=1        | cannot use --ssh-option without --ssh",
        "2  | --recipe linux-git         | cannot list the kernels of linux-git",
        "2  | --recipe no-such           | cannot find a recipe",
        "10 | --recipe rocky-9 --offline | cannot list the kernels of rocky-9: --offline is set",
        "10 | TMP                        | no kernel package",
      })
  void refusesAnInvalidCommandLine(int exit, String line, String message) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words =
        Stream.concat(Stream.of("outdated"), Stream.of(line.split(" ", -1)))
            .map(word -> word.replace("TMP", temp.toString()))
            .toArray(String[]::new);
    int code =
        Main.run(
            new ByteArrayOutputStream(),
            err,
            Map.of("HOME", temp.toString(), "XDG_CACHE_HOME", temp.resolve("cache").toString()),
            words);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message, "  fix: ");
    assertThat(code).isEqualTo(exit);
  }
}
