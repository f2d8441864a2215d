// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.proc.FlowCounter;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From the files of a host to numbers, and what is told of files that are not as they should be.
 */
class SurveyRunnerTest {
  @TempDir Path temp;

  private Survey survey(SampleHost host) {
    return survey(host.write(temp.resolve("copy")));
  }

  private Survey survey(Path folder) {
    return SampleHost.survey(folder, temp.resolve("cache"));
  }

  /** A socket of IPv6 that talks IPv4 stands in the other table; it is the same destination. */
  @Test
  void ipv4IsOneWhicheverTableShowsIt() {
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
  void whoOpenedAConnectionFromAPortOfNoRangeIsUndecided() {
    SampleHost host = new SampleHost();
    host.timeWait("10.0.0.1", 8443, "10.0.0.9", 50000, 30);
    SocketTable table = survey(host).table();
    assertThat(table.undecided()).isEqualTo(1);
    assertThat(table.peers()).containsExactly(new Peer("10.0.0.9", 8443, false, 1));
  }

  @Test
  void aTableThatIsCutIsCountedUpToThere() {
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
        .contains("net/tcp is cut off within a row: what comes after is not counted");
  }

  /** A pipe would be waited for, and a device be read, for ever. */
  @Test
  @Timeout(60)
  void whatIsNoFileIsNotReadAtAll() throws Exception {
    Path folder = new SampleHost().write(temp.resolve("copy"));
    Files.delete(folder.resolve("net/tcp6"));
    Files.createSymbolicLink(folder.resolve("net/tcp6"), Path.of("/dev/zero"));
    assertThat(survey(folder).gaps())
        .anyMatch(gap -> gap.startsWith("net/tcp6 is not in the copy"));
    Files.delete(folder.resolve("net/tcp"));
    Process made = new ProcessBuilder("mkfifo", folder.resolve("net/tcp").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(catchThrowableOfType(SurveyFailure.class, () -> survey(folder)))
        .hasMessageContaining("net/tcp: it is a pipe or a device");
  }

  @Test
  void whatIsNoRowIsLeftOutAndTold() {
    String row =
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 "
            + "    0        0 4711 1 0000000000000000 100 0 0 10 0\n";
    SampleHost host =
        new SampleHost().file("net/tcp", "  sl  local_address\nno row\n\u001b[31m\n" + row);
    assertThat(survey(host).gaps())
        .contains(
            "net/tcp: 2 lines are no rows of a table, the first is line 2; they were left out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  sl  local_address\nno row\n", "  sl  local_address\n\u0001\u0002"})
  void refusesATableOfWhichNoRowIsLeft(String table) {
    SampleHost host = new SampleHost().file("net/tcp", table);
    assertThat(catchThrowableOfType(SurveyFailure.class, () -> survey(host)))
        .hasMessageContaining("is no table of sockets");
  }

  @Test
  void filesThatAreMissingOrSenselessAreGapsAndNoMore() {
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
        .containsExactlyInAnyOrder(
            "net/netstat: of TcpExt: there are not as many numbers as names: they were left out",
            "net/snmp has no counters of Tcp:",
            "net/sockstat has no line of TCP",
            "sys/net/ipv4/tcp_fin_timeout is not a number from 0 to 21,474,836: it was left out",
            "sys/net/ipv4/tcp_keepalive_time is not a number from 0 to 21,474,836: it was left out",
            "sys/net/ipv4/tcp_keepalive_intvl is not a number from 0 to 21,474,836: it was left"
                + " out",
            "sys/net/ipv4/tcp_keepalive_probes is not a number from 0 to 2,147,483,647: it was left"
                + " out",
            "sys/net/ipv4/ip_local_port_range or ip_local_reserved_ports is not readable: the usual"
                + " 32768 60999 is assumed",
            "sys/net/ipv4/tcp_max_tw_buckets is far longer than the kernel prints it, and was left"
                + " out");
  }

  /** Of 160 a cut may leave 1: what stands last is no number, and which are missing is told. */
  @Test
  void halfACounterIsNone() {
    String netstat = "TcpExt: TW ListenOverflows ListenDrops New\nTcpExt: 7 160 160 9\n";
    int inside = netstat.indexOf("160") + 1;
    Survey survey = survey(new SampleHost().file("net/netstat", netstat.substring(0, inside)));
    assertThat(survey.counters().timeWaited()).isEqualTo(7);
    assertThat(survey.counters().listenOverflows()).isNull();
    assertThat(survey.gaps())
        .containsExactly("net/netstat is cut off: not known are ListenOverflows, ListenDrops");
    SampleHost now = new SampleHost().file("net/sockstat", "TCP: inuse 2 orphan 0 tw 1");
    assertThat(survey(now).counters().timeWaitNow()).isNull();
    assertThat(survey(now).gaps()).containsExactly("net/sockstat is cut off: not known are tw");
    SampleHost strange =
        new SampleHost().file("net/netstat", "TcpExt: TW ListenDrops\nTcpExt: 7 -3\n");
    assertThat(survey(strange).gaps()).containsExactly("net/netstat has no number for ListenDrops");
  }

  /** {@code 131072} without its last digits is as good a number. */
  @Test
  void halfASettingIsNone() {
    SampleHost host = new SampleHost().file("sys/net/ipv4/tcp_max_tw_buckets", "131");
    host.file("sys/net/ipv4/ip_local_port_range", "32768\t60");
    host.file("sys/kernel/osrelease", "6.1.0-tw1");
    Survey survey = survey(host);
    assertThat(survey.settings().maxTwBuckets()).isNull();
    assertThat(survey.settings().portRange()).isNull();
    assertThat(survey.length().seconds()).isEqualTo(60);
    assertThat(survey.gaps())
        .filteredOn(
            gap ->
                gap.endsWith(
                    " is cut off, since it does not end with a line feed: it was left out"))
        .hasSize(3);
  }

  /** The kernel numbers the rows of a table, so a copy without some of them shows it. */
  @Test
  void rowsThatAreMissingFromTheMiddleAreTold() throws IOException {
    SampleHost host = new SampleHost().listener4(80, 0);
    host.timeWaits(2000, "10.0.0.1", 40000, "10.0.0.9", 443, 50);
    Path folder = host.write(temp.resolve("copy"));
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("net/tcp")));
    lines.subList(500, 681).clear();
    Files.write(folder.resolve("net/tcp"), lines);
    assertThat(survey(folder).gaps())
        .containsExactly(
            "net/tcp: rows are missing, or not where they belong: line 501 has the number 680, and"
                + " 499 would be next");
    lines.set(100, "no row");
    lines.subList(500, lines.size()).clear();
    Files.write(folder.resolve("net/tcp"), lines);
    Files.delete(folder.resolve("net/sockstat"));
    assertThat(survey(folder).gaps())
        .containsExactly(
            "net/tcp: 1 lines are no rows of a table, the first is line 101; they were left out",
            "net/sockstat is not there");
  }

  @Test
  void aTableThatLacksItsLastRowsIsTold() {
    SampleHost host = new SampleHost();
    host.timeWaits(10, "10.0.0.1", 40000, "10.0.0.9", 443, 50);
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 105 alloc 2 mem 0\n");
    assertThat(survey(host).gaps()).singleElement().asString().contains("the kernel counts 105");
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 15 alloc 2 mem 0\n");
    assertThat(survey(host).gaps()).isEmpty();
  }

  /** No kernel can have a longer wait than so many jiffies fit an int. */
  @Test
  void aRowWithATimerThatCannotBeIsNone() {
    SampleHost host = new SampleHost();
    host.timeWaits(100, "10.0.0.1", 40000, "10.0.0.9", 443, 59.9);
    host.timeWait("10.0.0.1", 50000, "10.0.0.9", 443, 21_474_836_470.0);
    Survey survey = survey(host);
    assertThat(survey.length().seconds()).isEqualTo(60);
    assertThat(survey.gaps())
        .containsExactly(
            "net/tcp: 1 lines are no rows of a table, the first is line 102; they were left out");
  }

  @Test
  void aLengthThatRestsOnAFewRowsIsTold() {
    SampleHost host = new SampleHost();
    host.timeWaits(1000, "10.0.0.1", 40000, "10.0.0.9", 443, 59.9);
    host.timeWait("10.0.0.1", 50000, "10.0.0.9", 443, 2000);
    Survey survey = survey(host);
    assertThat(survey.length().seconds()).isEqualTo(2000);
    assertThat(survey.gaps())
        .containsExactly(
            "the length of 2,000 s rests on no more than 1 socket of the 1,001 in TIME_WAIT: where"
                + " a row is damaged, it is wrong");
    SampleHost longer = new SampleHost();
    longer.timeWaits(1000, "10.0.0.1", 40000, "10.0.0.9", 443, 119.9);
    assertThat(survey(longer).gaps()).isEmpty();
  }

  /** A table that forgets cannot tell how many there were. */
  @Test
  void moreDestinationsThanAreToldApartAreNotCounted() {
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
        .containsExactly(
            "there are more destinations or peers than 131,072: their counts may be too low by up"
                + " to 1, and how many there are is not known");
  }

  @Test
  void tablesOfAnotherMomentThanTheCountersAreTold() {
    SampleHost host = new SampleHost();
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 9000 alloc 2 mem 0\n");
    assertThat(survey(host).gaps())
        .containsExactly(
            "the tables show 0 sockets in TIME_WAIT and the kernel counts 9,000: they changed while"
                + " they were read, are of two moments, or are not whole");
  }

  @Test
  void aFolderThatIsNoCopyIsToldInTwoLines() {
    SurveyFailure failure = catchThrowableOfType(SurveyFailure.class, () -> survey(temp));
    assertThat(failure.what())
        .isEqualTo("cannot read " + temp.resolve("net/tcp") + ": there is no such file");
    assertThat(failure.remedy()).contains("twlen survey --collect FOLDER");
  }

  @Test
  void aCopyOfThisHostSaysWhatTheHostDoes() {
    Path folder = temp.resolve("collected");
    Survey here =
        new SurveyRunner(
                new SurveyRunner.ThisHost(),
                Optional.of(folder),
                new TimewaitLength(15),
                new Workspace(temp.resolve("cache")))
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
                            new Workspace(temp.resolve("cache")))
                        .call()))
        .hasMessage("there is something in " + folder + " already");
  }
}
