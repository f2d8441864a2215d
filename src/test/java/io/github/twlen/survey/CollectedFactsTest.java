// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Messages;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.survey.netfilter.ConntrackState;
import io.github.twlen.survey.proc.HostReader;
import io.github.twlen.survey.proc.ProcFiles;
import io.github.twlen.survey.proc.SshCollector;
import io.github.twlen.survey.proc.SurveyWarnings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy over ssh gives the same facts as the host itself; a made-up directory is its /proc. */
class CollectedFactsTest {
  private static final Messages ENGLISH = Messages.of(Survey.class, Locale.ROOT);
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir Path temp;

  private Path proc;
  private final StringBuilder v4 = new StringBuilder(HEAD);
  private final StringBuilder v6 = new StringBuilder(HEAD);
  private int rows;

  @BeforeEach
  void host() throws IOException {
    proc = temp.resolve("made-up");
    write("sys/net/ipv4/ip_local_port_range", "40000\t40019\n");
    write("sys/net/netfilter/nf_conntrack_max", "10\n");
    write("sys/net/netfilter/nf_conntrack_count", "9\n");
    write("sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait", "60\n");
    write(
        "net/nf_conntrack",
        entry("ipv4 2 tcp 6 55 TIME_WAIT", "10.0.0.1", "10.0.0.9")
            + entry("ipv4 2 tcp 6 29 TIME_WAIT", "10.0.0.9", "10.0.0.1")
            + entry("ipv4 2 tcp 6 3 TIME_WAIT", "192.0.2.7", "192.0.2.8")
            + entry("ipv4 2 tcp 6 431999 ESTABLISHED", "192.0.2.7", "192.0.2.8")
            + entry("ipv4 2 tcp 6 345000 ESTABLISHED", "127.0.0.1", "127.0.0.1")
            + entry("ipv4 2 tcp 6 70 SYN_SENT", "192.0.2.7", "10.0.0.1")
            + entry("ipv4 2 udp 17 20", "10.0.0.1", "10.0.0.53")
            + entry(
                "ipv6 10 tcp 6 1 TIME_WAIT",
                "2001:0db8:0000:0000:0000:0000:0000:0001",
                "2001:0db8:0000:0000:0000:0000:0000:0099")
            + entry(
                "ipv6 10 tcp 6 1 TIME_WAIT",
                "2001:0db8:0000:0000:0000:0000:0000:0098",
                "2001:0db8:0000:0000:0000:0000:0000:0099")
            + "ipv4 2 tcp 6 9 \u001b[2J src=192.0.2.1 src=192.0.2.2\n");
    row(v4, "0100007F:18EB", "00000000:0000", "0A", 600);
    for (int port = 40000; port < 40012; port++) {
      String local = String.format(Locale.ROOT, ":%04X", port);
      boolean open = port < 40004;
      row(v4, "0100000A" + local, "0200000A:1538", open ? "01" : "06", open ? port : 0);
      row(v4, "0100007F" + local, "0100007F:18EB", open ? "01" : "06", open ? 10_000 + port : 0);
    }
    row(v4, "0100000A:9C50", "0300000A:01BB", "01", 700);
    row(v4, "0100000A:0050", "0400000A:9C40", "08", 800);
    rows = 0;
    String six = "B80D0120000000000000000001000000:9C41";
    row(v6, six, "B80D0120000000000000000099000000:01BB", "06", 0);
    write("net/tcp", v4.toString());
    write("net/tcp6", v6.toString());
    process(812, "pool", 40000, 40001, 40002);
    process(813, "cron", 40003, 700);
    process(99, "redis-server", 600);
    process(4, "leaky", 800, 10_000 + 40000);
  }

  private void write(String name, String text) throws IOException {
    Path file = proc.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static String entry(String head, String from, String to) {
    return head
        + " src="
        + from
        + " dst="
        + to
        + " sport=1 dport=2 packets=1 bytes=9 src="
        + to
        + " dst="
        + from
        + " sport=2 dport=1 packets=1 bytes=9 [ASSURED] mark=0 use=2\n";
  }

  private void row(StringBuilder table, String local, String remote, String state, int inode) {
    String timer = state.equals("06") ? "03:00001000" : "00:00000000";
    String end = " 00000000     0        0 " + inode + " 1 0000000000000000\n";
    table.append(
        String.format(Locale.ROOT, "%4d: %s %s %s 00000000:00000000 ", rows++, local, remote, state)
            + timer
            + end);
  }

  private void process(int pid, String name, int... inodes) throws IOException {
    write(pid + "/comm", name + "\n");
    Path descriptors = Files.createDirectories(proc.resolve(pid + "/fd"));
    for (int inode : inodes) {
      Files.createSymbolicLink(
          descriptors.resolve(Integer.toString(inode)), Path.of("socket:[" + inode + "]"));
    }
  }

  private SurveyData here() {
    ProcFiles files = new ProcFiles(proc, new SurveyWarnings(ENGLISH));
    return new HostReader(files, Optional.of(proc), ENGLISH).call().data();
  }

  private SurveyData there() throws IOException {
    Path ssh = temp.resolve("ssh");
    Files.writeString(
        ssh,
        "#!/bin/sh\nfor last; do :; done\nexec sh -c \"$(printf '%s\\n' \"$last\" | sed 's#/proc#"
            + proc
            + "#g')\"\n");
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
    Path copy = temp.resolve("copy");
    SshCollector.copy(
        new SshConnection(List.of(ssh.toString(), "me@there"), new CommandRunner()), copy);
    ProcFiles files = new ProcFiles(copy, new SurveyWarnings(ENGLISH));
    SurveyData data = new HostReader(files, Optional.empty(), ENGLISH).call().data();
    assertThat(files.warnings().all()).noneMatch(warning -> warning.contains("line"));
    return data;
  }

  @Test
  void copiesWhatTheHostKnowsItself() throws IOException {
    SurveyData here = here();
    SurveyData there = there();
    assertThat(there.table()).isEqualTo(here.table());
    assertThat(there.conntrack()).isEqualTo(here.conntrack());
    assertThat(there.table().closeWait()).containsExactly(new SocketOwner(4, "leaky", 1));
    assertThat(there.table().destinationOwners())
        .containsExactlyInAnyOrder(
            new DestinationOwners(
                "10.0.0.1",
                "10.0.0.2",
                5432,
                List.of(new SocketOwner(812, "pool", 3), new SocketOwner(813, "cron", 1)),
                List.of()),
            new DestinationOwners(
                "127.0.0.1",
                "127.0.0.1",
                6379,
                List.of(new SocketOwner(4, "leaky", 1)),
                List.of(new SocketOwner(99, "redis-server", 1))));
    assertThat(Objects.requireNonNull(there.conntrack()).states())
        .containsExactlyInAnyOrder(
            new ConntrackState("TIME_WAIT", 5, 2, 4),
            new ConntrackState("ESTABLISHED", 2, 1, 1),
            new ConntrackState("SYN_SENT", 1, 0, 0),
            new ConntrackState("UDP", 1, 0, 0));
  }

  @Test
  void copiesTheOptionOfTheKernel() throws IOException {
    assertThat(there().diagDestroy()).isNull();
    try (OutputStream out = Files.newOutputStream(proc.resolve("config.gz"));
        OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write("CONFIG_INET=y\nCONFIG_INET_DIAG_DESTROY=y\n".getBytes(UTF_8));
    }
    assertThat(there().diagDestroy()).isTrue();
    write("config.gz", "not compressed");
    Files.delete(temp.resolve("copy/kernel-config"));
    assertThat(there().diagDestroy()).isNull();
  }

  @Test
  void countsConntrackOnlyInATableThatFillsUp() throws IOException {
    write("sys/net/netfilter/nf_conntrack_max", "19\n");
    assertThat(Objects.requireNonNull(there().conntrack()).states()).isNull();
    assertThat(temp.resolve("copy/conntrack-states")).doesNotExist();
  }
}
