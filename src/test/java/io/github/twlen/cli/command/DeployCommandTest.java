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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the command line; the deployment itself has its own tests. */
class DeployCommandTest {
  @TempDir Path temp;

  @BeforeEach
  void create() throws IOException {
    Files.writeString(temp.resolve("k.deb"), "no package");
    Files.writeString(temp.resolve("hosts"), "# none of these answers\nnobody@127.0.0.1\nweb2\n");
  }

  private record Ran(int exit, String out, String err) {}

  private Ran run(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words =
        Stream.concat(Stream.of("deploy"), Arrays.stream(line.split(" ")))
            .map(word -> word.replace("TMP", temp.toString()))
            .toArray(String[]::new);
    int exit =
        Main.run(
            out,
            err,
            Map.of("HOME", temp.toString(), "XDG_CACHE_HOME", temp.resolve("cache").toString()),
            words);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TMP/k.deb --seconds 15              | missing option --ssh",
        "--ssh web1 --seconds 15             | missing parameter KERNEL",
        "TMP/k.deb --ssh web1                | missing option --seconds",
        "TMP/no.deb --ssh web1 --seconds 15  | no such file",
        "TMP --ssh web1 --seconds 15         | not a file",
        "--back --ssh web1 --keep            | cannot use --keep: --back removes the kernel",
        "--back --ssh web1 --seconds 15      | cannot use --seconds: --back removes the kernel",
        "TMP/k.deb --hosts TMP/hosts --seconds 15 --ktap TMP/k | cannot use --ktap",
        "--back --ssh a;b                    | not a host",
        "--back --ssh web1 --boot-timeout 0  | cannot use --boot-timeout 0: too small",
        "TMP/k.deb --ssh a --ssh b --seconds 15 --junit TMP/j | cannot use --junit",
        "TMP/k.deb --ssh web1 --sysctl --seconds 10000 | cannot use --seconds 10000 with --sysctl",
      })
  void refusesAnInvalidCommandLine(String line, String message) {
    Ran ran = run(line);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(message, "  fix: ");
  }

  @Test
  void stopsAtTheFirstHostThatFails() throws IOException {
    Ran ran =
        run(
            "--back --hosts TMP/hosts --json --ssh-option Port=1 --ssh-option IdentityFile=none"
                + " --ssh-option UserKnownHostsFile=none");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
    assertThat(ran.err())
        .contains(
            "twlen: cannot remove a kernel from nobody@127.0.0.1: cannot log in by ssh: ",
            "stopped; not removed from web2")
        .doesNotContain("inspect web2");
    JsonNode list = new ObjectMapper().readTree(ran.out());
    assertThat(list.findValuesAsText("outcome")).containsExactly("failed");
    assertThat(list.at("/0/exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void namesEachHostThatWasNotStarted() throws IOException {
    Files.writeString(temp.resolve("hosts"), "nobody@127.0.0.1\nweb2\nweb3\n");
    Ran ran = run("--back --hosts TMP/hosts --ssh-option Port=1");
    assertThat(ran.err()).contains("stopped; not removed from web2, web3");
  }

  @Test
  void takesATestFileForOneHostOfAList() throws IOException {
    Files.writeString(temp.resolve("hosts"), "web1\n");
    Ran ran = run("TMP/k.deb --hosts TMP/hosts --seconds 15 --junit TMP/junit.xml");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(13);
    assertThat(temp.resolve("junit.xml")).exists();
  }

  @Test
  void needsAKernelInTheFile() {
    Ran ran = run("TMP/k.deb --ssh web1 --seconds 15");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(13);
    assertThat(ran.err()).contains("cannot boot ", "k.deb");
  }
}
