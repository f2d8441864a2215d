// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the advice on orphans, silent peers, stopped services, half-closed sockets and search. */
class KernelLimitsTest extends SurveyedHosts {
  private static final int SYN_SENT = 2;

  @TempDir Path folder;

  private static SampleHost orphans(long orphans, long limit, long resets) {
    return new SampleHost()
        .setting("tcp_max_orphans", String.valueOf(limit))
        .counter("TCPAbortOnMemory", resets)
        .file("net/sockstat", "TCP: inuse 9 orphan " + orphans + " tw 0 alloc 9 mem 0\n");
  }

  @Test
  void raisesTheLimitOfOrphans() {
    Survey survey = survey(orphans(2048, 2048, 70_000));
    Advice orphans = of(survey, Remedy.ORPHANS);
    assertThat(orphans.harm()).isEqualTo(Harm.ORPHANS_RESET);
    assertThat(orphans.standing()).isEqualTo(Standing.DO);
    assertThat(orphans.reason()).contains("2,048 orphaned sockets, limit 2,048", "70,000");
    assertThat(orphans.commands()).contains("sysctl -w net.ipv4.tcp_max_orphans=4096");
    assertThat(orphans.undo()).contains("sysctl -w net.ipv4.tcp_max_orphans=2048");
    assertThat(orphans.risk()).contains("65.5 kB", "268.4 MB");
  }

  @Test
  void warnsBeforeTheLimitOfOrphans() {
    Advice orphans = of(survey(orphans(7000, 8192, 0)), Remedy.ORPHANS);
    assertThat(orphans.harm()).isEqualTo(Harm.ORPHANS_FILLING);
    assertThat(orphans.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey(orphans(100, 8192, 0)), Remedy.ORPHANS).matters()).isFalse();
    assertThat(of(survey(orphans(100, 8192, 5)), Remedy.ORPHANS).matters()).isFalse();
    Advice earlier = of(survey(orphans(100, 8192, 9000)), Remedy.ORPHANS);
    assertThat(earlier.reason()).contains("whether the counter still grows");
    assertThat(earlier.commands()).noneMatch(command -> command.contains("sysctl"));
  }

  private static SampleHost unanswered(int sockets) {
    SampleHost host = new SampleHost();
    for (int i = 0; i < sockets; i++) {
      host.socket("10.0.0.1", 33000 + i, "10.0.0.9", 443, SYN_SENT, 5000 + i);
    }
    return host;
  }

  @Test
  void reportsADestinationThatDoesNotAnswer() {
    Survey survey = survey(unanswered(20_000).setting("tcp_syn_retries", "6"));
    assertThat(needed(survey)).containsExactly(Remedy.CHECK_PEER);
    Advice peer = of(survey, Remedy.CHECK_PEER);
    assertThat(peer.harm()).isEqualTo(Harm.PEER_SILENT);
    assertThat(peer.reason())
        .contains("10.0.0.9:443 does not answer", "20,000", "71% of 28,232 ports", "8,232 left");
    assertThat(peer.effect()).contains("after 127 s", "after 15 s", "about 2,362");
    assertThat(peer.commands()).contains("sysctl -w net.ipv4.tcp_syn_retries=3");
  }

  /** Its ports are exhausted, but reused connections are no remedy. */
  @Test
  void advisesNoReuseForUnansweredConnections() {
    Survey survey = survey(unanswered(28_000).setting("ip_local_port_range", "33000 60999"));
    assertThat(needed(survey)).containsExactly(Remedy.CHECK_PEER);
    assertThat(of(survey, Remedy.CHECK_PEER).reason()).contains("EADDRNOTAVAIL");
    assertThat(of(survey, Remedy.CHECK_PEER).commands())
        .noneMatch(command -> command.contains("sysctl"));
    assertThat(of(survey(unanswered(60)), Remedy.CHECK_PEER).matters()).isFalse();
  }

  private static SampleHost stopped(int port, int sockets) {
    SampleHost host = new SampleHost().listener4(22, 0);
    for (int i = 0; i < sockets; i++) {
      host.timeWait("10.0.0.1", port, "10.0.1." + i % 50, 20_000 + i, 60.0 * i / sockets);
    }
    return host;
  }

  @Test
  void recognizesAStoppedServiceInTheRange() {
    Survey survey = survey(stopped(50_051, 900));
    assertThat(survey.table().acceptedHere()).isEqualTo(900);
    assertThat(survey.table().openedHere()).isZero();
    assertThat(survey.table().destinations()).isEmpty();
    assertThat(survey.table().destinationsInAll()).isZero();
    assertThat(survey.table().services()).containsExactly(new Service(50_051, false, 900, 0));
    assertThat(survey.table().peers()).hasSize(20);
    assertThat(survey.table().peers().get(0).timeWait()).isEqualTo(18);
    Advice restart = of(survey, Remedy.REUSE_ADDRESS);
    assertThat(restart.harm()).isEqualTo(Harm.RESTART_REFUSED);
    assertThat(restart.reason()).contains("port 50051 has no listener", "900");
    assertThat(restart.commands()).contains("sysctl -w net.ipv4.ip_local_reserved_ports=50051");
  }

  @Test
  void reservesNoPortOutsideTheRange() {
    Advice restart = of(survey(stopped(8443, 500)), Remedy.REUSE_ADDRESS);
    assertThat(restart.effect()).contains("EADDRINUSE", "in about 60 s");
    assertThat(restart.commands()).noneMatch(command -> command.contains("sysctl"));
  }

  /** Real destinations share each local port. */
  @Test
  void keepsOutgoingConnectionsBesideAStoppedService() {
    SampleHost host = stopped(50_051, 200);
    for (int i = 0; i < 15; i++) {
      host.timeWaits(300, "10.0.0.1", 40_000, "10.0.2." + i, 443, 59.9);
    }
    Survey survey = survey(host);
    assertThat(survey.table().openedHere()).isEqualTo(4500);
    assertThat(survey.table().acceptedHere()).isEqualTo(200);
    assertThat(survey.table().destinationsInAll()).isEqualTo(15);
  }

  @Test
  void reportsHalfClosedSocketsOfPrograms() {
    SampleHost host = new SampleHost();
    for (int i = 0; i < 300; i++) {
      host.socket("10.0.0.1", 80, "10.0.1.7", 10_000 + i, SampleHost.FIN_WAIT2, 700 + i);
    }
    Survey survey = survey(host);
    assertThat(needed(survey)).containsExactly(Remedy.HALF_CLOSED);
    assertThat(of(survey, Remedy.HALF_CLOSED).effect())
        .contains("300 sockets", "tcp_fin_timeout does not apply");
    assertThat(of(survey, Remedy.FIN_TIMEOUT).matters()).isFalse();
  }

  @Test
  void reportsASearchForPorts() {
    SampleHost host = new SampleHost().setting("tcp_tw_reuse", "0");
    host.timeWaits(16_000, "10.0.0.1", 33_000, "10.0.0.9", 5432, 59.99);
    Survey survey = survey(host);
    assertThat(needed(survey))
        .containsExactly(Remedy.KEEP_ALIVE, Remedy.TW_REUSE, Remedy.PORT_RANGE);
    assertThat(survey.advice().get(0).harm()).isEqualTo(Harm.PORT_SEARCH);
    assertThat(survey.advice().get(0).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(survey.advice().get(0).reason()).contains("57% of the range");
    assertThat(of(survey, Remedy.REBUILD).matters()).isFalse();
    SampleHost half = new SampleHost().setting("tcp_tw_reuse", "0");
    half.timeWaits(14_000, "10.0.0.1", 33_000, "10.0.0.9", 5432, 59.99);
    assertThat(survey(half).nothingToDo()).isTrue();
  }

  /** Linux 2.6.18 has no sysctl to reserve ports. */
  @Test
  void reservesNoPortsOnKernelsWithout() throws IOException {
    SampleHost host = new SampleHost().listener4(8080, 0);
    host.file("sys/kernel/osrelease", "2.6.18-419.el5\n");
    host.timeWaits(24_000, "10.0.0.1", 32_768, "10.0.0.9", 5432, 59.99);
    Path copy = host.write(folder.resolve("old"));
    Files.delete(copy.resolve("sys/net/ipv4/ip_local_reserved_ports"));
    Advice range = of(survey(copy), Remedy.PORT_RANGE);
    assertThat(range.commands())
        .containsExactly("sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
    assertThat(range.risk()).contains("no sysctl to reserve ports");
  }
}
