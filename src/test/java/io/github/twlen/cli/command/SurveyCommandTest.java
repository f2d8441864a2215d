// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.cli.Main;
import io.github.twlen.cli.view.TwoColumnText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyCommandTest {
  @TempDir Path temp;

  private record Ran(int exit, String out, String err) {}

  private Ran run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("survey"));
    all.addAll(List.of(words));
    int exit =
        Main.run(
            out,
            err,
            Map.of("HOME", temp.toString(), "XDG_CACHE_HOME", temp.resolve("cache").toString()),
            all.toArray(String[]::new));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path copy() throws IOException {
    Path net = Files.createDirectories(temp.resolve("copy/net"));
    StringBuilder table = new StringBuilder("  sl  local_address rem_address   st\n");
    for (int i = 0; i < 30; i++) {
      table.append(
          String.format(
              "%4d: 0100000A:%04X 0900000A:1538 06 00000000:00000000 03:%08X 00000000     0       "
                  + " 0 0 3 0\n",
              i, 40000 + i, 200 * i));
    }
    Files.writeString(net.resolve("tcp"), table);
    return temp.resolve("copy");
  }

  /** A survey has no --output to name another place with. */
  @Test
  void whereACopyCannotLieItSaysSo() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    Ran ran = run("--collect", file.toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err())
        .isEqualTo(
            "twlen: cannot write "
                + file
                + ": file exists\n  fix: name another folder with --collect\n");
  }

  @Test
  void tellsWhatItFoundAndWhatItCouldNotRead() throws IOException {
    Ran ran = run("--from", copy().toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("NOTHING TO DO  30 sockets in TIME_WAIT")
        .contains("10.0.0.9:5432 from 10.0.0.1: 30 of 28,232 ports in use")
        .contains("you do not need this", "never        tcp_tw_recycle")
        .contains("not known    sys/net/ipv4/ip_local_port_range is not there")
        .doesNotContain("\u001b");
    assertThat(ran.out().lines()).noneMatch(line -> line.length() > TwoColumnText.COLUMNS);
  }

  @Test
  void theJsonHasTheSameNumbers() throws IOException {
    Ran ran = run("--from", copy().toString(), "--json", "--seconds", "20");
    JsonNode survey = new ObjectMapper().readTree(ran.out());
    assertThat(survey.at("/table/v4/TIME_WAIT").asInt()).isEqualTo(30);
    assertThat(survey.at("/table/destinations/0/to").asText()).isEqualTo("10.0.0.9");
    assertThat(survey.at("/nothingToDo").asBoolean()).isTrue();
    assertThat(survey.at("/conntrack").isNull()).isTrue();
    assertThat(survey.at("/settings/finTimeoutSeconds").isNull()).isTrue();
    assertThat(survey.findValuesAsText("remedy")).contains("REBUILD");
    assertThat(ran.out()).contains("with 20 s about 10");
    assertThat(survey.get("gaps")).isNotEmpty();
  }

  @Test
  void looksAtThisHost() {
    Ran ran = run("--json", "--collect", temp.resolve("made").toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("a copy of what was read is in " + temp.resolve("made"));
    assertThat(run("--json", "--from", temp.resolve("made").toString()).out())
        .isEqualTo(ran.out().replace("\"this host\"", "\"" + temp.resolve("made") + "\""));
  }

  /** The text of a copy that was mixed up is text as well: no stack trace, and nothing else. */
  @Test
  void aCopyThatWasMixedUpIsToldToo() throws IOException {
    Path table = copy().resolve("net/tcp");
    byte[] whole = Files.readAllBytes(table);
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      byte[] mixed = whole.clone();
      for (int i = random.nextInt(30); i >= 0; i--) {
        mixed[random.nextInt(mixed.length)] = whole[random.nextInt(whole.length)];
      }
      Files.write(table, mixed);
      Ran ran = run("--from", temp.resolve("copy").toString());
      assertThat(ran.exit()).as("round %d: %s", round, ran.err()).isZero();
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out()).contains("not known").doesNotContain("null", "NaN", "Exception");
    }
  }

  @Test
  void oddWordsAreRefused() {
    assertThat(run("--ssh-option", "Port=1").err()).contains("cannot use --ssh-option");
    assertThat(run("--ssh", "-oProxyCommand=x").err()).contains("cannot use --ssh");
    assertThat(run("--from", "x", "--ssh", "y").err()).contains("without --ssh");
    assertThat(run("--from", "x", "--ssh", "y").exit()).isEqualTo(2);
  }

  @Test
  void aFolderThatIsNoneIsToldInTwoLines() {
    Ran ran = run("--from", temp.resolve("nowhere").toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).contains("net/tcp: there is no such file");
  }
}
