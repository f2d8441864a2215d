// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.TextWidth;
import io.github.twlen.cli.Main;
import io.github.twlen.cli.view.TwoColumnText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyCommandTest {
  @TempDir Path temp;

  private record Ran(int exit, String out, String err) {}

  private Ran run(String... words) {
    return runIn("C", words);
  }

  private Ran runIn(String lang, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("survey"));
    all.addAll(List.of(words));
    int exit =
        Main.run(
            out,
            err,
            Map.of(
                "HOME",
                temp.toString(),
                "XDG_CACHE_HOME",
                temp.resolve("cache").toString(),
                "LANG",
                lang),
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

  @Test
  void surveysAPastedTable() throws IOException {
    StringBuilder table = new StringBuilder("LISTEN 0 511 0.0.0.0:80 0.0.0.0:*\n");
    for (int port = 32768; port <= 60999; port++) {
      table.append("TIME-WAIT 0 0 10.0.0.1:").append(port).append(" 10.0.0.9:6379\n");
    }
    Path file = Files.writeString(temp.resolve("paste.txt"), table);
    Ran ran = run("--from", file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains(
            file + ": 28,233 TCP sockets, as ss -tan prints them",
            "28,232 of 28,232 ports in use",
            "unless",
            "no timers: rates are estimates",
            "the default 32768 60999 is assumed")
        .doesNotContain("tcp_max_tw_buckets:", "conntrack:", "rebuild the kernel:");
    JsonNode json = new ObjectMapper().readTree(run("--json", "--from", file.toString()).out());
    assertThat(json.path("pasted").path("format").asText()).isEqualTo("ss -tan");
    assertThat(json.path("pasted").path("hasTimers").asBoolean()).isFalse();
    assertThat(json.path("settings").path("portRange").isNull()).isTrue();
    assertThat(json.path("length").path("longestLeftSeconds").isNull()).isTrue();
    assertThat(json.path("table").path("timeWaitPerSecond").asDouble()).isEqualTo(470.533);
    assertThat(json.path("nothingToDo").asBoolean()).isFalse();
    assertThat(json.path("gaps").size()).isGreaterThan(4);
  }

  @Test
  void namesTheOptionOfAnUnwritableFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    Ran ran =
        run("--from", copy().toString(), "--prometheus", file.resolve("sub/x.prom").toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err())
        .contains("cannot write " + file, "fix: pass another FILE to --prometheus")
        .doesNotContain("--output", "XDG_CACHE_HOME");
  }

  @Test
  void surveysATableOnStandardInput() throws IOException {
    InputStream before = System.in;
    try {
      String table = "tcp 0 0 192.0.2.1:80 198.51.100.7:50000 TIME_WAIT timewait (13.44/0/0)";
      System.setIn(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
      Ran ran = run("--from", "-");
      assertThat(ran.exit()).isZero();
      assertThat(ran.out())
          .startsWith("NOTHING TO DO  1 TIME_WAIT socket, no port shortage as far as")
          .contains("stdin: 1 TCP socket, as netstat -ant prints them", "still has 13.44 s");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void rejectsAFileWithoutATable() throws IOException {
    Path file = Files.writeString(temp.resolve("x.log"), "  3979 TIME_WAIT\u001b[2J\n");
    Ran ran = run("--from", file.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "twlen: cannot read "
                + file
                + ": no socket table; it begins with '3979 TIME_WAIT?[2J'\n"
                + "  fix: pass the output of one of `ss -tan`, `netstat -ant`, `cat /proc/net/tcp`,"
                + " or a directory that `twlen survey --collect DIR` made\n");
  }

  @Test
  void reportsAnUnwritableCopy() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    Ran ran = run("--collect", file.toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).contains("cannot write " + file, "--collect");
  }

  @Test
  void printsNumbersAdviceAndWarnings() throws IOException {
    Ran ran = run("--from", copy().toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("NOTHING TO DO  30 TIME_WAIT sockets, no port shortage")
        .contains("10.0.0.9:5432 from 10.0.0.1: 30 of 28,232 ports in use")
        .contains("not needed   rebuild the kernel: ", "never        tcp_tw_recycle: ")
        .contains("warnings     sys/net/ipv4/ip_local_port_range: missing")
        .doesNotContain("\u001b");
    assertThat(ran.out().lines()).noneMatch(line -> line.length() > TwoColumnText.COLUMNS);
  }

  @Test
  void printsTheSameNumbersInJson() throws IOException {
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

  /** Getters of the records must not become keys. */
  @Test
  void keepsTheJsonKeysOfADestination() throws IOException {
    JsonNode survey = new ObjectMapper().readTree(run("--from", copy().toString(), "--json").out());
    assertThat(survey.at("/table/destinations/0").fieldNames())
        .toIterable()
        .containsExactly(
            "from",
            "to",
            "port",
            "ports",
            "inUse",
            "timeWait",
            "young",
            "bornPerSecond",
            "rateIsLeast",
            "loopback",
            "reusable",
            "levelsOff",
            "fullInSeconds",
            "exhaustedInSeconds",
            "synSent",
            "waitSeconds",
            "closedPerSecond",
            "unhiddenLevel");
    assertThat(survey.at("/advice/0").fieldNames())
        .toIterable()
        .containsExactly(
            "remedy",
            "standing",
            "reason",
            "effect",
            "commands",
            "risk",
            "harm",
            "persist",
            "undo");
  }

  @Test
  void printsJapaneseInAlignedColumns() throws IOException {
    Ran ran = runIn("ja_JP.UTF-8", "--from", copy().toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("対処不要  TIME_WAIT ソケット 30 個")
        .contains("  不要         カーネルの再ビルド: ", "  禁止         tcp_tw_recycle: ")
        .contains("  警告         sys/net/ipv4/ip_local_port_range: ")
        .doesNotContainPattern("(?i) (the|not|no|is|of) ");
    assertThat(ran.out().lines())
        .allMatch(line -> TextWidth.of(line) <= TwoColumnText.COLUMNS)
        .filteredOn(line -> line.startsWith("  "))
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.matches(" {15}\\S.*") || columns(line) == 15);
  }

  /** Returns the column at which the second column of a line begins. */
  private static int columns(String line) {
    Matcher name = Pattern.compile("^ +[^ ].*? {2,}(?=[^ ])").matcher(line);
    return name.find() ? TextWidth.of(name.group()) : -1;
  }

  @Test
  void printsEnglishJsonInEveryLanguage() throws IOException {
    String[] words = {"--from", copy().toString(), "--json"};
    assertThat(runIn("ja_JP.UTF-8", words).out()).isEqualTo(run(words).out());
  }

  @Test
  void surveysThisHost() {
    Ran ran = run("--json", "--collect", temp.resolve("made").toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("copied the files to " + temp.resolve("made"));
    assertThat(run("--json", "--from", temp.resolve("made").toString()).out())
        .isEqualTo(ran.out().replace("\"this host\"", "\"" + temp.resolve("made") + "\""));
  }

  /** An old success would hide a host that has failed since. */
  @Test
  void writesTheMetricOfAFailedHost() throws IOException {
    Path metrics = temp.resolve("twlen.prom");
    String[] words = {"--from", copy().toString(), "--prometheus", metrics.toString()};
    assertThat(run(words).exit()).isZero();
    assertThat(metrics).content().contains("twlen_survey_success 1");
    Files.delete(temp.resolve("copy/net/tcp"));
    assertThat(run(words).exit()).isEqualTo(3);
    assertThat(metrics)
        .content()
        .contains("twlen_survey_success 0")
        .doesNotContain("twlen_ports_used{");
  }

  @Test
  void replacesAnIncompleteCopyOfAKilledRun() throws IOException {
    Path made = temp.resolve("made");
    Path begun = Files.createDirectories(made.resolve("copy.part/net"));
    Files.writeString(begun.resolve("tcp"), "");
    assertThat(run("--from", made.toString()).exit()).isEqualTo(3);
    assertThat(run("--collect", made.toString()).exit()).isZero();
    assertThat(made.resolve("copy.part")).doesNotExist();
    assertThat(run("--from", made.toString()).exit()).isZero();
    assertThat(run("--collect", made.toString()).err()).contains("not empty");
  }

  @Test
  void saysThatATableOfNamesShowsNothing() throws IOException {
    String rows = "TIME-WAIT 0 0 web:%d db:postgresql%n";
    Path file =
        Files.writeString(temp.resolve("names.txt"), rows.formatted(40000) + rows.formatted(40001));
    Ran ran = run("--from", file.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("UNKNOWN  2 TIME_WAIT").contains("`ss -tan`");
  }

  @Test
  void surveysMixedUpTables() throws IOException {
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
      assertThat(ran.out()).contains("warnings").doesNotContain("null", "NaN", "Exception");
    }
  }

  @Test
  void rejectsInvalidOptions() {
    assertThat(run("--ssh-option", "Port=1").err()).contains("--ssh-option");
    assertThat(run("--ssh", "-oProxyCommand=x").err()).contains("-oProxyCommand=x");
    assertThat(run("--from", "x", "--ssh", "y").err()).contains("cannot use --from with --ssh");
    assertThat(run("--from", "x", "--ssh", "y").exit()).isEqualTo(2);
    assertThat(run("--parallel", "0").err()).contains("--parallel 0", "from 1 to");
  }

  @Test
  void reportsAMissingCopyInTwoLines() {
    Ran ran = run("--from", temp.resolve("nowhere").toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).contains("net/tcp: ", "twlen survey --collect DIR");
  }
}
