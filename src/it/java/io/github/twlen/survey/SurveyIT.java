// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.BusyNamespace;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.Sshd;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Surveys a busy network namespace, compares it with ss and nstat, and surveys an idle one. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SurveyIT {
  private static final int TRIES = 5;

  @TempDir static Path temp;
  private static JsonNode survey;
  private static String ss;
  private static Path copy;
  private static long leaky;

  /** The namespaces of {@link NamespaceIT} would change the advice. */
  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static ExclusiveLock alone;

  /** Surveys until ss prints the same before and after: TIME_WAIT sockets last only a minute. */
  @BeforeAll
  static void look() throws Exception {
    alone = ExclusiveLock.of("surveys");
    for (int i = 0; i < TRIES; i++) {
      Path folder = Files.createDirectory(temp.resolve("try" + i));
      try (BusyNamespace busy = new BusyNamespace(folder)) {
        String before = numbers(busy);
        List<String> words =
            Manual.words("src/site/markdown/survey.md", "twlen survey --seconds 15");
        words.addAll(List.of("--json", "--collect", folder.resolve("copy").toString()));
        TwlenProgram.Result result = twlen(busy.door()).run(words.toArray(String[]::new));
        if (!numbers(busy).equals(before)) {
          continue;
        }
        assertThat(result.exit()).as(result.all()).isZero();
        survey = new ObjectMapper().readTree(result.out());
        ss = before;

        copy = folder.resolve("copy");
        leaky = busy.leaky();
        return;
      }
    }
    throw new AssertionError("the namespace changed during each survey");
  }

  @AfterAll
  static void end() {
    alone.close();
  }

  private static TwlenProgram twlen(List<String> door) {
    return new TwlenProgram(temp, temp.resolve("cache")).behind(door.toArray(String[]::new));
  }

  private static String numbers(BusyNamespace busy) throws Exception {
    StringBuilder all = new StringBuilder(busy.run("ss", "-s"));
    for (String state :
        List.of(
            "established",
            "syn-sent",
            "syn-recv",
            "fin-wait-1",
            "fin-wait-2",
            "time-wait",
            "close-wait",
            "last-ack",
            "listening",
            "closing")) {
      for (String family : List.of("-4", "-6")) {
        long lines = busy.run("ss", "-tanH", family, "state", state).lines().count();
        all.append(state).append(family).append(' ').append(lines).append('\n');
      }
    }
    return all.append(busy.run("nstat", "-asz")).toString();
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static long json(String pointer) {
    JsonNode node = survey.at(pointer);
    assertThat(node.isNumber()).as(pointer).isTrue();
    return node.asLong();
  }

  @Test
  void matchesTheStatesOfSs() {
    for (List<String> state :
        List.of(
            List.of("established", "ESTABLISHED"),
            List.of("syn-sent", "SYN_SENT"),
            List.of("syn-recv", "SYN_RECV"),
            List.of("fin-wait-1", "FIN_WAIT1"),
            List.of("fin-wait-2", "FIN_WAIT2"),
            List.of("time-wait", "TIME_WAIT"),
            List.of("close-wait", "CLOSE_WAIT"),
            List.of("last-ack", "LAST_ACK"),
            List.of("listening", "LISTEN"),
            List.of("closing", "CLOSING"))) {
      for (String family : List.of("4", "6")) {
        assertThat(json("/table/v" + family + "/" + state.get(1)))
            .as(state.get(1) + " over IPv" + family)
            .isEqualTo(number(ss, "(?m)^" + state.get(0) + "-" + family + " (\\d+)$"));
      }
    }
  }

  /** The timewait number of ss -s includes timewait minisockets in FIN_WAIT2. */
  @Test
  void matchesTheSummaryOfSs() {
    assertThat(json("/counters/timeWaitNow")).isEqualTo(number(ss, "timewait (\\d+)"));
    assertThat(json("/table/timeWait") + json("/table/orphansInFinWait2"))
        .isEqualTo(number(ss, "timewait (\\d+)"));
    assertThat(json("/counters/established")).isEqualTo(number(ss, "estab (\\d+)"));
  }

  @Test
  void matchesTheCountersOfNstat() {
    for (List<String> counter :
        List.of(
            List.of("timeWaited", "TcpExtTW"),
            List.of("timeWaitKilled", "TcpExtTWKilled"),
            List.of("timeWaitRecycled", "TcpExtTWRecycled"),
            List.of("timeWaitOverflow", "TcpExtTCPTimeWaitOverflow"),
            List.of("listenOverflows", "TcpExtListenOverflows"),
            List.of("listenDrops", "TcpExtListenDrops"),
            List.of("activeOpens", "TcpActiveOpens"),
            List.of("passiveOpens", "TcpPassiveOpens"))) {
      assertThat(json("/counters/" + counter.get(0)))
          .as(counter.get(0))
          .isEqualTo(number(ss, "(?m)^" + counter.get(1) + " +(\\d+)"));
    }
    assertThat(json("/counters/listenOverflows")).isPositive();
  }

  @Test
  void separatesDestinationsPeersAndDirections() {
    assertThat(json("/table/timeWait")).isEqualTo(BusyNamespace.TIME_WAIT);
    assertThat(json("/table/openedHere")).isEqualTo(BusyNamespace.TO_WEB + BusyNamespace.OVER_IPV6);
    assertThat(json("/table/acceptedHere"))
        .isEqualTo(BusyNamespace.FROM_API + BusyNamespace.MAPPED);
    JsonNode worst = survey.at("/table/destinations/0");
    assertThat(worst.get("to").asText()).isEqualTo("192.0.2.1");
    assertThat(worst.get("port").asInt()).isEqualTo(8080);
    assertThat(worst.get("timeWait").asInt()).isEqualTo(BusyNamespace.TO_WEB);
    assertThat(worst.get("ports").asInt()).isEqualTo(5000 - 10);
    assertThat(worst.get("reusable").asBoolean()).isFalse();
    assertThat(survey.at("/table/destinations").findValuesAsText("to")).contains("2001:db8::1");
    assertThat(survey.at("/table/peers"))
        .extracting(peer -> peer.get("localPort").asInt() + " " + peer.get("timeWait").asInt())
        .containsExactly("8081 " + BusyNamespace.FROM_API, "8084 " + BusyNamespace.MAPPED);
  }

  @Test
  void namesTheProgramThatLeaksSockets() {
    JsonNode holder = survey.at("/table/closeWait/0");
    assertThat(holder.get("command").asText()).isEqualTo("leaky-app");
    assertThat(holder.get("pid").asLong()).isEqualTo(leaky);
    assertThat(holder.get("sockets").asInt()).isEqualTo(BusyNamespace.LEAKED);
    assertThat(survey.at("/table/closeWait")).hasSize(1);
  }

  @Test
  void ranksTheRemedies() {
    List<String> needed =
        StreamSupport.stream(survey.get("advice").spliterator(), false)
            .filter(a -> List.of("DO", "CONSIDER").contains(a.get("standing").asText()))
            .map(a -> a.get("remedy").asText())
            // It depends on the kernel.
            .filter(remedy -> !remedy.equals("END_SOCKETS"))
            .toList();
    assertThat(needed)
        .containsExactly(
            "BACKLOG", "PORT_RANGE", "KEEP_ALIVE", "TW_REUSE", "UNIX_SOCKET", "ADDRESSES", "CLOSE");
    assertThat(survey.get("gaps")).isEmpty();
  }

  @Test
  void surveysTheCopyLater() {
    TwlenProgram.Result result = twlen(List.of()).run("survey", "--from", copy.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out())
        .contains(
            "wider port range, keep connections open",
            "192.0.2.1:8080 from 192.0.2.1: 4,200 of 4,990 ports in use, 4,200 in TIME_WAIT",
            "40 held by leaky-app (pid " + leaky + ")",
            "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"",
            "with 15 s about ",
            "not needed   rebuild the kernel: ");
  }

  @Test
  void advisesNothingForAnIdleNamespace() {
    TwlenProgram.Result result = twlen(List.of("unshare", "-n")).run("survey");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out())
        .startsWith("NOTHING TO DO  0 TIME_WAIT sockets, no port shortage")
        .contains("rebuild the kernel: no TIME_WAIT socket");
  }

  /**
   * A million sockets, nearly all with different peers or destinations, which exceeds the limit of
   * flows; one destination has most. The launcher allows 192 MB of heap.
   */
  @Test
  void surveysAMillionSocketsInTheHeap() throws Exception {
    Path net = Files.createDirectories(temp.resolve("million/net"));
    int rows = 1_000_000;
    int great = 0;
    try (BufferedWriter table = Files.newBufferedWriter(net.resolve("tcp"))) {
      table.write("  sl  local_address rem_address   st\n");
      for (int i = 0; i < rows; i++) {
        boolean known = i % 50 == 0;
        great += known ? 1 : 0;
        table.write(
            String.format(
                "%4d: 0100000A:%04X %08X:1538 06 00000000:00000000 03:%08X 00000000     0        0"
                    + " 0 3 0%n",
                i,
                (i % 3 == 0 || known ? 32768 : 1024) + i % 28000,
                known ? 0x0900000A : 0x10000000 + i,
                i % 6000));
      }
    }
    TwlenProgram.Result result =
        twlen(List.of()).run("survey", "--json", "--from", temp.resolve("million").toString());
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode survey = new ObjectMapper().readTree(result.out());
    assertThat(survey.at("/table/timeWait").asInt()).isEqualTo(rows);
    JsonNode most = survey.at("/table/destinations/0");
    assertThat(most.get("to").asText()).isEqualTo("10.0.0.9");
    assertThat(most.get("timeWait").asInt()).isBetween(great * 9 / 10, great);
    assertThat(survey.get("gaps").toString()).contains("more than 131,072 destinations or peers");
  }

  @Test
  void surveysOverSsh() throws Exception {
    try (Sshd sshd = new Sshd(Files.createDirectory(temp.resolve("sshd")))) {
      List<String> words = new ArrayList<>(List.of("survey", "--json"));
      words.addAll(sshd.options());
      TwlenProgram.Result result = twlen(List.of()).run(words.toArray(String[]::new));
      assertThat(result.exit()).as(result.all()).isZero();
      JsonNode there = new ObjectMapper().readTree(result.out());
      assertThat(there.get("source").asText()).isEqualTo("127.0.0.1");
      // Both ends of the ssh connection itself.
      assertThat(there.at("/table/v4/ESTABLISHED").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(there.get("kernel").asText()).isEqualTo(System.getProperty("os.version"));
      assertThat(there.get("gaps")).isEmpty();
      assertThat(temp.resolve("cache/twlen/surveyed")).isEmptyDirectory();
      List<String> strange = new ArrayList<>(List.of("survey"));
      strange.addAll(sshd.strangersOptions());
      TwlenProgram.Result refused = twlen(List.of()).run(strange.toArray(String[]::new));
      assertThat(refused.exit()).isEqualTo(3);
      assertThat(refused.err()).contains("ssh", "Permission denied");
    }
  }
}
