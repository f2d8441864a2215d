// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.proc.FlowCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the files of hosts, and checks the warnings about missing and corrupt ones. */
class SurveyRunnerTest {
  @TempDir Path temp;

  private Survey survey(SampleHost host) {
    return survey(host.write(temp.resolve("copy")));
  }

  private Survey survey(Path folder) {
    return SampleHost.survey(folder, temp.resolve("cache"));
  }

  /** The other table shows IPv4 connections of IPv6 sockets; the destination is the same. */
  @Test
  void mergesIpv4OfBothTables() {
    SampleHost host = new SampleHost();
    host.timeWaits(10, "10.0.0.1", 40000, "10.0.0.9", 443, 50);
    host.mapped("10.0.0.1", 40100, "10.0.0.9", 443, 50);
    SocketTable table = survey(host).table();
    assertThat(table.destinations()).hasSize(1);
    assertThat(table.destinations().get(0).timeWait()).isEqualTo(11);
    assertThat(table.v4()).containsEntry(SocketState.TIME_WAIT, 10L);
    assertThat(table.v6()).containsEntry(SocketState.TIME_WAIT, 1L);
  }

  @Test
  void countsPortsOutsideTheRangeAsUnknown() {
    SampleHost host = new SampleHost();
    host.timeWait("10.0.0.1", 8443, "10.0.0.9", 50000, 30);
    SocketTable table = survey(host).table();
    assertThat(table.undecided()).isEqualTo(1);
    assertThat(table.peers()).containsExactly(new Peer("10.0.0.9", 8443, false, 1));
  }

  @Test
  void countsATruncatedTable() {
    SampleHost host = new SampleHost();
    host.timeWaits(100, "10.0.0.1", 40000, "10.0.0.9", 443, 50);
    Path folder = host.write(temp.resolve("copy"));
    try {
      String whole = Files.readString(folder.resolve("net/tcp"));
      Files.writeString(folder.resolve("net/tcp"), whole.substring(0, whole.length() - 100));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Survey survey = survey(folder);
    assertThat(survey.table().timeWait()).isEqualTo(99);
    assertThat(survey.gaps())
        .anyMatch(warning -> warning.startsWith("net/tcp: truncated within a row"));
  }

  /** Reading a pipe would block, and a device may never end. */
  @Test
  @Timeout(60)
  void rejectsPipesAndDevices() throws Exception {
    Path folder = new SampleHost().write(temp.resolve("copy"));
    Files.delete(folder.resolve("net/tcp6"));
    Files.createSymbolicLink(folder.resolve("net/tcp6"), Path.of("/dev/zero"));
    assertThat(survey(folder).gaps())
        .anyMatch(warning -> warning.startsWith("net/tcp6: missing in the copy"));
    Files.delete(folder.resolve("net/tcp"));
    Process made = new ProcessBuilder("mkfifo", folder.resolve("net/tcp").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(catchThrowableOfType(SurveyFailure.class, () -> survey(folder)))
        .hasMessageContaining("pipe or a device");
  }

  @Test
  void reportsLinesThatAreNotRows() {
    String row =
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 "
            + "    0        0 4711 1 0000000000000000 100 0 0 10 0\n";
    SampleHost host =
        new SampleHost().file("net/tcp", "  sl  local_address\nno row\n\u001b[31m\n" + row);
    assertThat(survey(host).gaps())
        .anyMatch(warning -> warning.matches("net/tcp: 2 lines ignored.* line 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  sl  local_address\nno row\n", "  sl  local_address\n\u0001\u0002"})
  void rejectsATableWithoutRows(String table) {
    SampleHost host = new SampleHost().file("net/tcp", table);
    assertThat(catchThrowableOfType(SurveyFailure.class, () -> survey(host)))
        .hasMessageEndingWith("net/tcp: not a socket table");
  }

  @Test
  void reportsMissingAndInvalidFiles() {
    SampleHost host =
        new SampleHost()
            .file("net/netstat", "TcpExt: TW TWKilled\nTcpExt: 5\n")
            .file("net/snmp", "")
            .file("net/sockstat", "nothing\n")
            .setting("tcp_fin_timeout", "soon")
            .setting("tcp_keepalive_time", "9000000000000000000")
            .setting("tcp_keepalive_intvl", String.valueOf(Long.MIN_VALUE))
            .setting("tcp_keepalive_probes", "-4294967295")
            .setting("ip_local_port_range", "a lot")
            .setting("tcp_max_tw_buckets", "x".repeat(300_000));
    Survey survey = survey(host);
    assertThat(survey.counters().timeWaited()).isNull();
    assertThat(survey.settings().keepaliveProbes()).isNull();
    assertThat(survey.gaps())
        .map(warning -> warning.replaceFirst("[: ].*", ""))
        .containsExactlyInAnyOrder(
            "net/netstat",
            "net/snmp",
            "net/sockstat",
            "sys/net/ipv4/tcp_fin_timeout",
            "sys/net/ipv4/tcp_keepalive_time",
            "sys/net/ipv4/tcp_keepalive_intvl",
            "sys/net/ipv4/tcp_keepalive_probes",
            "sys/net/ipv4/ip_local_port_range",
            "sys/net/ipv4/tcp_max_tw_buckets");
    assertThat(String.join("\n", survey.gaps()))
        .contains("from 0 to 21,474,836", "from 0 to 2,147,483,647", "32768 60999", "262,144");
  }

  /** A cut may turn 160 into 1, so the last number of a truncated line is invalid. */
  @Test
  void ignoresTheLastCounterOfATruncatedLine() {
    String netstat = "TcpExt: TW ListenOverflows ListenDrops New\nTcpExt: 7 160 160 9\n";
    int inside = netstat.indexOf("160") + 1;
    Survey survey = survey(new SampleHost().file("net/netstat", netstat.substring(0, inside)));
    assertThat(survey.counters().timeWaited()).isEqualTo(7);
    assertThat(survey.counters().listenOverflows()).isNull();
    assertThat(survey.gaps())
        .containsExactly("net/netstat: truncated, unknown: ListenOverflows, ListenDrops");
    SampleHost now = new SampleHost().file("net/sockstat", "TCP: inuse 2 orphan 0 tw 1");
    assertThat(survey(now).counters().timeWaitNow()).isNull();
    assertThat(survey(now).gaps()).containsExactly("net/sockstat: truncated, unknown: tw");
    SampleHost strange =
        new SampleHost().file("net/netstat", "TcpExt: TW ListenDrops\nTcpExt: 7 -3\n");
    assertThat(survey(strange).gaps()).containsExactly("net/netstat: no number for ListenDrops");
  }

  /** A cut turns {@code 131072} into another valid number. */
  @Test
  void ignoresSysctlsWithoutNewline() {
    SampleHost host = new SampleHost().file("sys/net/ipv4/tcp_max_tw_buckets", "131");
    host.file("sys/net/ipv4/ip_local_port_range", "32768\t60");
    host.file("sys/kernel/osrelease", "6.1.0-tw1");
    Survey survey = survey(host);
    assertThat(survey.settings().maxTwBuckets()).isNull();
    assertThat(survey.settings().portRange()).isNull();
    assertThat(survey.length().seconds()).isEqualTo(60);
    assertThat(survey.gaps()).filteredOn(warning -> warning.contains("no newline")).hasSize(3);
  }

  @Test
  void reportsMissingRows() throws IOException {
    SampleHost host = new SampleHost().listener4(80, 0);
    host.timeWaits(2000, "10.0.0.1", 40000, "10.0.0.9", 443, 50);
    Path folder = host.write(temp.resolve("copy"));
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("net/tcp")));
    lines.subList(500, 681).clear();
    Files.write(folder.resolve("net/tcp"), lines);
    assertThat(survey(folder).gaps())
        .singleElement()
        .asString()
        .contains("line 501 has number 680, expected 499");
    lines.set(100, "no row");
    lines.subList(500, lines.size()).clear();
    Files.write(folder.resolve("net/tcp"), lines);
    Files.delete(folder.resolve("net/sockstat"));
    assertThat(survey(folder).gaps())
        .hasSize(2)
        .anyMatch(warning -> warning.matches("net/tcp: 1 line ignored.* line 101"))
        .contains("net/sockstat: missing");
  }

  @Test
  void comparesRowsWithTheCountOfTheKernel() {
    SampleHost host = new SampleHost();
    host.timeWaits(10, "10.0.0.1", 40000, "10.0.0.9", 443, 50);
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 105 alloc 2 mem 0\n");
    assertThat(survey(host).gaps()).singleElement().asString().contains("the kernel counts 105");
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 15 alloc 2 mem 0\n");
    assertThat(survey(host).gaps()).isEmpty();
  }

  /** An int of jiffies bounds the length. */
  @Test
  void rejectsRowsWithAnImpossibleTimer() {
    SampleHost host = new SampleHost();
    host.timeWaits(100, "10.0.0.1", 40000, "10.0.0.9", 443, 59.9);
    host.timeWait("10.0.0.1", 50000, "10.0.0.9", 443, 21_474_836_470.0);
    Survey survey = survey(host);
    assertThat(survey.length().seconds()).isEqualTo(60);
    assertThat(survey.gaps())
        .singleElement()
        .asString()
        .matches("net/tcp: 1 line ignored.* line 102");
  }

  @Test
  void warnsOfALengthThatFewRowsSupport() {
    SampleHost host = new SampleHost();
    host.timeWaits(1000, "10.0.0.1", 40000, "10.0.0.9", 443, 59.9);
    host.timeWait("10.0.0.1", 50000, "10.0.0.9", 443, 2000);
    Survey survey = survey(host);
    assertThat(survey.length().seconds()).isEqualTo(2000);
    assertThat(survey.gaps())
        .singleElement()
        .asString()
        .contains("1 of 1,001 TIME_WAIT sockets", "2,000 s");
    SampleHost longer = new SampleHost();
    longer.timeWaits(1000, "10.0.0.1", 40000, "10.0.0.9", 443, 119.9);
    assertThat(survey(longer).gaps()).isEmpty();
  }

  @Test
  void reportsTooManyDestinationsAsUnknown() {
    SampleHost host = new SampleHost();
    for (int i = 0; i <= FlowCounter.MOST; i++) {
      host.socket(
          "10.0.0.1",
          40000,
          "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255),
          443,
          SampleHost.ESTABLISHED,
          7);
    }
    Survey survey = survey(host);
    assertThat(survey.table().destinationsInAll()).isNull();
    assertThat(survey.gaps())
        .singleElement()
        .asString()
        .contains("more than 131,072 destinations", "up to 1,");
  }

  @Test
  void warnsOfTablesFromAnotherMoment() {
    SampleHost host = new SampleHost();
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 9000 alloc 2 mem 0\n");
    assertThat(survey(host).gaps())
        .singleElement()
        .asString()
        .contains("0 TIME_WAIT sockets", "the kernel counts 9,000");
  }

  @Test
  void rejectsADirectoryThatIsNotACopy() {
    SurveyFailure failure = catchThrowableOfType(SurveyFailure.class, () -> survey(temp));
    assertThat(failure.what()).startsWith("cannot read " + temp.resolve("net/tcp") + ": ");
    assertThat(failure.remedy()).contains("twlen survey --collect DIR");
  }

  @Test
  void findsTheSameInTheCopyOfThisHost() {
    Path folder = temp.resolve("collected");
    Survey here =
        new SurveyRunner(
                new SurveyRunner.ThisHost(),
                Optional.of(folder),
                new TimewaitLength(15),
                TestRun.in(temp.resolve("cache")),
                Locale.ROOT)
            .call();
    Survey copy = survey(folder);
    assertThat(copy.table()).isEqualTo(here.table());
    assertThat(copy.settings()).isEqualTo(here.settings());
    assertThat(copy.counters()).isEqualTo(here.counters());
    assertThat(copy.gaps()).isEqualTo(here.gaps());
    assertThat(folder.resolve("close-wait")).exists();
    assertThat(
            catchThrowableOfType(
                SurveyFailure.class,
                () ->
                    new SurveyRunner(
                            new SurveyRunner.ThisHost(),
                            Optional.of(folder),
                            new TimewaitLength(15),
                            TestRun.in(temp.resolve("cache")),
                            Locale.ROOT)
                        .call()))
        .hasMessage("cannot write a copy to " + folder + ": directory not empty");
  }
}
