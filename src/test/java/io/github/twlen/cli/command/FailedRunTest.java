// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the answer of runs that begin and end with an error. */
class FailedRunTest {
  private static final String NO_HOST =
      " --ssh nobody@127.0.0.1 --ssh-option Port=1 --ssh-option IdentityFile=none"
          + " --ssh-option UserKnownHostsFile=none";

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "13, measure SSH --seconds 15",
    "13, verify TMP/k.deb --seconds 15",
    "3, deploy --back SSH",
    "13, deploy TMP/k.deb --seconds 15 SSH",
  })
  void printsTheReport(int exit, String line) throws IOException {
    Files.writeString(temp.resolve("k.deb"), "no package");
    String[] words =
        Arrays.stream((line.replace(" SSH", NO_HOST) + " --json").split(" "))
            .map(word -> word.replace("TMP", temp.toString()))
            .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String cache = temp.resolve("cache").toString();
    int code = Main.run(out, err, Map.of("HOME", temp.toString(), "XDG_CACHE_HOME", cache), words);
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(exit);
    JsonNode report = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(report.at("/outcome").asText()).isEqualTo("failed");
    assertThat(report.at("/exitCode").asInt()).isEqualTo(exit);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce(report.at("/failure/what").asText());
  }
}
