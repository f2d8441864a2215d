package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the files of a host to numbers, and what is told of files that are not as they should be.
 */
class SurveyingTest {
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
        .hasMessageContaining("net/tcp: it is no regular file");
  }

  @Test
  void whatIsNoRowIsLeftOutAndTold() {
    SampleHost host = new SampleHost().file("net/tcp", "head\nno row\n\u001b[31m\n");
    assertThat(survey(host).gaps())
        .contains(
            "net/tcp: 3 lines are no rows of a table, the first is line 1; they were left out");
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
            .setting("ip_local_port_range", "a lot")
            .setting("tcp_max_tw_buckets", "x".repeat(300_000));
    Survey survey = survey(host);
    assertThat(survey.counters().timeWaited()).isEqualTo(5);
    assertThat(survey.gaps())
        .containsExactlyInAnyOrder(
            "net/netstat: of TcpExt: there are not as many numbers as names",
            "net/snmp has no counters of Tcp:",
            "net/sockstat has no line of TCP",
            "sys/net/ipv4/tcp_fin_timeout is not a number of 32 bits",
            "sys/net/ipv4/tcp_keepalive_time is not a number of 32 bits",
            "sys/net/ipv4/tcp_keepalive_intvl is not a number of 32 bits",
            "sys/net/ipv4/ip_local_port_range or ip_local_reserved_ports is not readable: the usual 32768 60999 is assumed",
            "sys/net/ipv4/tcp_max_tw_buckets is far longer than the kernel prints it, and was left out");
  }

  @Test
  void tablesOfAnotherMomentThanTheCountersAreTold() {
    SampleHost host = new SampleHost();
    host.file("net/sockstat", "TCP: inuse 2 orphan 0 tw 9000 alloc 2 mem 0\n");
    assertThat(survey(host).gaps())
        .containsExactly(
            "the tables show 0 sockets in TIME_WAIT and the kernel counts 9,000: they changed while they were read, or are of two moments");
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
        new Surveying(
                new Surveying.ThisHost(),
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
                    new Surveying(
                            new Surveying.ThisHost(),
                            Optional.of(folder),
                            new TimewaitLength(15),
                            new Workspace(temp.resolve("cache")))
                        .call()))
        .hasMessage("there is something in " + folder + " already");
  }
}
