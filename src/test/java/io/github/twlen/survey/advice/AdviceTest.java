// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import org.junit.jupiter.api.Test;

/** Checks the advice for hosts of each kind. */
class AdviceTest extends SurveyedHosts {
  @Test
  void advisesNothingForAnIdleHost() {
    Survey survey = survey(new SampleHost().listener(22).listener4(80, 0));
    assertThat(survey.nothingToDo()).isTrue();
    assertThat(survey.gaps()).isEmpty();
    assertThat(survey.host()).isEqualTo("web1");
    assertThat(survey.table().in(SocketState.LISTEN)).isEqualTo(2);
    assertThat(survey.advice())
        .extracting(Advice::remedy)
        .containsExactlyInAnyOrder(Remedy.values());
    assertThat(of(survey, Remedy.REBUILD).reason()).isEqualTo("no TIME_WAIT socket");
    assertThat(of(survey, Remedy.TW_RECYCLE).standing()).isEqualTo(Standing.NEVER);
  }

  /** Incoming connections use no ephemeral port. */
  @Test
  void advisesNothingForAServerThatClosesFirst() {
    SampleHost server = new SampleHost().listener4(80, 0);
    for (int i = 0; i < 20000; i++) {
      server.timeWait("192.0.2.1", 80, "198.51.100." + i % 200, 1024 + i, 60.0 * i / 20000);
    }
    Survey survey = survey(server);
    assertThat(survey.nothingToDo()).isTrue();
    assertThat(survey.table().acceptedHere()).isEqualTo(20000);
    assertThat(survey.table().openedHere()).isZero();
    assertThat(survey.table().peers()).hasSize(20);
    assertThat(survey.table().peers().get(0).timeWait()).isEqualTo(100);
    assertThat(survey.table().services()).containsExactly(new Service(80, true, 20000, 0));
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(rebuild.reason()).contains("20,000 TIME_WAIT sockets", "5.1 MB");
    assertThat(rebuild.effect()).contains("with 15 s about 5,0").contains("instead of 20,0");
  }

  @Test
  void prefersASysctlToARebuild() {
    SampleHost host = new SampleHost().setting("tcp_tw_timeout", "60");
    host.timeWaits(28000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    Advice rebuild = of(survey(host), Remedy.REBUILD);
    assertThat(rebuild.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(rebuild.commands()).containsExactly("sysctl -w net.ipv4.tcp_tw_timeout=15");
  }

  @Test
  void turnsRecyclingOffFirst() {
    SampleHost host = new SampleHost().setting("tcp_tw_recycle", "1").counter("PAWSPassive", 1234);
    Survey survey = survey(host);
    assertThat(survey.advice().get(0).remedy()).isEqualTo(Remedy.TW_RECYCLE);
    assertThat(survey.advice().get(0).standing()).isEqualTo(Standing.DO);
    assertThat(survey.advice().get(0).effect()).contains("1,234 connections");
    assertThat(
            of(survey(new SampleHost().setting("tcp_tw_recycle", "0")), Remedy.TW_RECYCLE).reason())
        .startsWith("it is off");
  }

  /** Kernels up to 4.11 have it, even if the file is not in the copy. */
  @Test
  void reportsAnUnknownRecyclingSysctl() {
    assertThat(of(survey(new SampleHost()), Remedy.TW_RECYCLE).reason())
        .startsWith("cannot read its value");
    SampleHost later = new SampleHost().file("sys/kernel/osrelease", "4.12.0\n");
    assertThat(of(survey(later), Remedy.TW_RECYCLE).reason()).startsWith("removed in Linux 4.12");
  }

  @Test
  void neverTurnsRecyclingOn() {
    SampleHost host = new SampleHost().setting("tcp_tw_recycle", "0");
    host.timeWaits(28000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    assertThat(survey(host).advice())
        .flatExtracting(Advice::commands)
        .noneMatch(command -> command.contains("recycle"));
  }

  @Test
  void namesTheProcessesOfLeakedSockets() {
    SampleHost host = new SampleHost().listener4(8080, 0);
    StringBuilder holders = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      host.socket("10.0.0.1", 8080, "10.0.0.7", 40000 + i, SampleHost.CLOSE_WAIT, 900 + i);
      holders.append(900 + i).append(i < 40 ? " 17 leaky app\n" : " 18 other\n");
    }
    for (int i = 0; i < 3; i++) {
      host.socket("10.0.0.1", 8080, "10.0.0.7", 50000 + i, SampleHost.CLOSE_WAIT, 0);
    }
    host.file("close-wait", holders + "999999 19 not here\n");
    Survey survey = survey(host);
    assertThat(survey.table().closeWait())
        .containsExactly(new SocketOwner(17, "leaky app", 40), new SocketOwner(18, "other", 10));
    assertThat(survey.table().neverAccepted()).isEqualTo(3);
    assertThat(survey.table().closeWaitUnknown()).isZero();
    Advice close = of(survey, Remedy.CLOSE);
    assertThat(close.standing()).isEqualTo(Standing.DO);
    assertThat(close.reason()).contains("leaky app (pid 17) holds 40 sockets");
    assertThat(close.effect()).contains("50 sockets", "7,200 s");
    assertThat(survey.gaps()).isEmpty();
  }

  @Test
  void warnsOfUnknownProcesses() {
    SampleHost host = new SampleHost();
    for (int i = 0; i < 12; i++) {
      host.socket("10.0.0.1", 8080, "10.0.0.7", 40000 + i, SampleHost.CLOSE_WAIT, 900 + i);
    }
    Survey survey = survey(host);
    assertThat(survey.table().closeWaitUnknown()).isEqualTo(12);
    assertThat(survey.gaps())
        .singleElement()
        .asString()
        .contains("12 CLOSE_WAIT sockets", "only root");
    assertThat(of(survey, Remedy.CLOSE).reason()).contains("12 sockets of unknown processes");
  }

  @Test
  void raisesALimitThatIsReached() {
    SampleHost host = new SampleHost().listener4(80, 0).setting("tcp_max_tw_buckets", "5000");
    host.counter("TCPTimeWaitOverflow", 77);
    for (int i = 0; i < 4999; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 60.0 * i / 5000);
    }
    Advice buckets = of(survey(host), Remedy.MAX_TW_BUCKETS);
    assertThat(buckets.standing()).isEqualTo(Standing.DO);
    assertThat(buckets.reason()).contains("77 sockets skipped TIME_WAIT");
    assertThat(buckets.commands()).contains("sysctl -w net.ipv4.tcp_max_tw_buckets=262144");
  }

  @Test
  void reportsFrequentOverflowsOfAcceptQueues() {
    SampleHost host = new SampleHost().listener4(80, 129).counter("ListenOverflows", 4000);
    Advice backlog = of(survey(host), Remedy.BACKLOG);
    assertThat(backlog.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(backlog.reason()).contains("4,000 times", "129 connections", "port 80 now");
    assertThat(backlog.commands()).contains("sysctl -w net.core.somaxconn=4096");
    assertThat(
            of(survey(new SampleHost().counter("ListenOverflows", 3)), Remedy.BACKLOG).standing())
        .isEqualTo(Standing.NOT_NEEDED);
  }

  @Test
  void advisesOnTheTimeoutOfConntrack() {
    SampleHost host = new SampleHost().listener4(80, 0);
    host.file("sys/net/netfilter/nf_conntrack_count", "60000\n");
    host.file("sys/net/netfilter/nf_conntrack_max", "65536\n");
    host.file("sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait", "120\n");
    for (int i = 0; i < 6000; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 60.0 * i / 6000);
    }
    Advice conntrack = of(survey(host), Remedy.CONNTRACK);
    assertThat(conntrack.standing()).isEqualTo(Standing.DO);
    assertThat(conntrack.effect()).contains("for 120 s", "about 12,", "30 s about 3,");
  }

  @Test
  void separatesFinTimeoutFromTimeWait() {
    SampleHost host = new SampleHost();
    assertThat(of(survey(host), Remedy.FIN_TIMEOUT).reason())
        .startsWith("it does not change TIME_WAIT");
    for (int i = 0; i < 2000; i++) {
      host.socket("10.0.0.1", 80, "10.0.1.7", 10000 + i, SampleHost.FIN_WAIT2, 0);
    }
    Advice fin = of(survey(host), Remedy.FIN_TIMEOUT);
    assertThat(fin.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(fin.effect()).contains("about 500 such sockets instead of 2,000");
  }

  /** A low limit keeps the number of TIME_WAIT sockets low. */
  @Test
  void raisesALowLimitToTheDefault() {
    SampleHost none = new SampleHost().setting("tcp_max_tw_buckets", "0");
    none.counter("TCPTimeWaitOverflow", 500);
    Advice advice = of(survey(none), Remedy.MAX_TW_BUCKETS);
    assertThat(advice.standing()).isEqualTo(Standing.DO);
    assertThat(advice.reason())
        .contains(
            "0 TIME_WAIT sockets, limit 0", "500 sockets skipped TIME_WAIT", "higher than shown");
    assertThat(advice.effect()).contains("262,144", "67.1 MB");
    assertThat(advice.commands()).contains("sysctl -w net.ipv4.tcp_max_tw_buckets=262144");
    SampleHost most = new SampleHost().setting("tcp_max_tw_buckets", "2147483647");
    most.counter("TCPTimeWaitOverflow", 1);
    assertThat(of(survey(most), Remedy.MAX_TW_BUCKETS).commands())
        .contains("sysctl -w net.ipv4.tcp_max_tw_buckets=2147483647");
    SampleHost less = new SampleHost().setting("tcp_max_tw_buckets", "-5");
    assertThat(of(survey(less), Remedy.MAX_TW_BUCKETS).reason())
        .startsWith("0 TIME_WAIT sockets, limit 0;");
  }

  @Test
  void comparesHugeOverflowsWithoutOverflowing() {
    SampleHost host = new SampleHost().counter("ListenOverflows", 9_300_000_000_000_000L);
    assertThat(of(survey(host), Remedy.BACKLOG).standing()).isEqualTo(Standing.CONSIDER);
  }

  @Test
  void reportsUnknownNumbersOfConntrack() {
    String folder = "sys/net/netfilter/nf_conntrack_";
    SampleHost host = new SampleHost().file(folder + "tcp_timeout_time_wait", "120\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).reason()).contains("nf_conntrack_count");
    host.file(folder + "count", "900\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).reason()).contains("nf_conntrack_max");
    host.file(folder + "max", "0\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).reason()).contains("nf_conntrack_max is 0");
    host.file(folder + "max", "2147483647\n").file(folder + "count", "2147483647\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).commands())
        .contains("sysctl -w net.netfilter.nf_conntrack_max=2147483647");
  }
}
