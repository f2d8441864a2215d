// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import org.junit.jupiter.api.Test;

/** Checks the advice where a setting hides how many connections close. */
class HiddenRateTest extends SurveyedHosts {
  /** A proxy whose sockets wait 0.7 s, because they are recycled. */
  private static SampleHost proxy(int sockets) {
    SampleHost host = new SampleHost().setting("tcp_tw_recycle", "1").setting("tcp_tw_reuse", "0");
    return host.timeWaits(sockets, "10.0.0.1", 40000, "10.0.0.9", 8080, 0.7);
  }

  @Test
  void reportsTheWaitThatRecyclingLeaves() {
    Survey survey = survey(proxy(700).counter("PAWSPassive", 5));
    assertThat(survey.length().seconds()).isEqualTo(0.7);
    assertThat(survey.length().fullSeconds()).isEqualTo(60);
    assertThat(survey.length().basis()).contains("700 sockets", "0.70 s", "without it 60 s");
    assertThat(survey.table().timeWaitPerSecond()).isEqualTo(1000);
    PortUse use = survey.table().destinations().get(0);
    assertThat(use.bornPerSecond()).isEqualTo(1000);
    assertThat(use.unhiddenLevel()).isEqualTo(60_000);
    assertThat(use.hasShortage()).isFalse();
  }

  @Test
  void preventsTheShortageThatRecyclingHides() {
    Survey survey = survey(proxy(700).counter("PAWSPassive", 5));
    assertThat(needed(survey))
        .startsWith(Remedy.KEEP_ALIVE, Remedy.TW_REUSE, Remedy.TW_RECYCLE)
        .contains(Remedy.PORT_RANGE);
    assertThat(of(survey, Remedy.TW_REUSE).reason())
        .contains("without it, at 1,000 connections/s, about 60,000 sockets", "28,232 ports");
    assertThat(of(survey, Remedy.TW_RECYCLE).risk()).startsWith("do this last");
    assertThat(survey.advice())
        .filteredOn(Advice::matters)
        .extracting(Advice::harm)
        .containsOnly(Harm.RECYCLE_DROPS);
  }

  @Test
  void reportsRecyclingThatFreesFewPorts() {
    Survey survey = survey(proxy(70));
    assertThat(needed(survey)).containsExactly(Remedy.TW_RECYCLE);
    assertThat(of(survey, Remedy.TW_RECYCLE).risk())
        .isEqualTo("about 6,000 TIME_WAIT sockets instead of 70");
  }

  @Test
  void raisesBucketsThatRecyclingSpares() {
    Survey survey = survey(proxy(70).setting("tcp_max_tw_buckets", "5000"));
    assertThat(needed(survey)).containsExactlyInAnyOrder(Remedy.TW_RECYCLE, Remedy.MAX_TW_BUCKETS);
    assertThat(of(survey, Remedy.MAX_TW_BUCKETS).reason())
        .contains("without tcp_tw_recycle about 6,000");
  }

  /** Peers without timestamps are not recycled. */
  @Test
  void keepsTheLengthOfUnrecycledSockets() {
    SampleHost host = proxy(700).timeWaits(900, "10.0.0.1", 33000, "10.0.0.8", 443, 59.99);
    Survey survey = survey(host);
    assertThat(survey.length().seconds()).isEqualTo(60);
    assertThat(survey.table().destinations())
        .filteredOn(use -> use.port() == 8080)
        .extracting(PortUse::waitSeconds)
        .containsExactly(0.7);
    assertThat(survey.table().destinations())
        .filteredOn(use -> use.port() == 443)
        .extracting(PortUse::unhiddenLevel)
        .containsOnlyNulls();
    assertThat(of(survey, Remedy.TW_RECYCLE).risk()).contains("10.0.0.9:8080");
  }

  @Test
  void ignoresRecyclingWithoutTimestamps() {
    SampleHost host =
        new SampleHost().setting("tcp_tw_recycle", "1").setting("tcp_timestamps", "0");
    host.setting("tcp_tw_reuse", "1");
    host.timeWaits(900, "10.0.0.1", 33000, "10.0.0.8", 443, 0.9);
    Survey survey = survey(host);
    assertThat(survey.length().seconds()).isEqualTo(60);
    Advice recycle = of(survey, Remedy.TW_RECYCLE);
    assertThat(recycle.harm()).isEqualTo(Harm.RECYCLE_IDLE);
    assertThat(recycle.reason()).contains("no effect while tcp_timestamps is 0");
    assertThat(recycle.commands()).containsExactly("sysctl -w net.ipv4.tcp_tw_recycle=0");
    assertThat(of(survey, Remedy.TW_REUSE).reason()).contains("without effect");
  }

  /** Timestamps would put tcp_tw_recycle into effect. */
  @Test
  void turnsRecyclingOffBeforeTimestampsOn() {
    SampleHost host =
        new SampleHost().setting("tcp_tw_recycle", "1").setting("tcp_timestamps", "0");
    host.timeWaits(24000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    assertThat(of(survey(host), Remedy.TW_REUSE).commands())
        .containsExactly(
            "sysctl -w net.ipv4.tcp_tw_recycle=0",
            "sysctl -w net.ipv4.tcp_timestamps=1",
            "sysctl -w net.ipv4.tcp_tw_reuse=1");
  }

  /** For each socket in TIME_WAIT, ten connections closed without it. */
  @Test
  void preventsTheShortageThatBucketsHide() {
    SampleHost host = new SampleHost().setting("tcp_max_tw_buckets", "5000");
    host.counter("TW", 10_000).counter("TCPTimeWaitOverflow", 100_000);
    host.timeWaits(5000, "10.0.0.1", 33000, "10.0.0.9", 3306, 59.99);
    Survey survey = survey(host);
    PortUse use = survey.table().destinations().get(0);
    assertThat(use.closedPerSecond()).isBetween(900.0, 940.0);
    assertThat(use.unhiddenLevel()).isBetween(54_000.0, 57_000.0);
    assertThat(needed(survey))
        .startsWith(Remedy.KEEP_ALIVE, Remedy.TW_REUSE, Remedy.MAX_TW_BUCKETS);
    assertThat(of(survey, Remedy.KEEP_ALIVE).reason())
        .contains("tcp_max_tw_buckets hides the rate", "28,232 ports");
    Advice buckets = of(survey, Remedy.MAX_TW_BUCKETS);
    assertThat(buckets.standing()).isEqualTo(Standing.DO);
    assertThat(buckets.risk()).startsWith("do this last: about 5");
  }

  /** Linux 2.6.32 does not count overflows, so that nstat would find no counter. */
  @Test
  void namesNoCounterThatTheKernelLacks() {
    SampleHost host = new SampleHost().setting("tcp_max_tw_buckets", "1000").listener4(80, 0);
    host.file("net/netstat", "TcpExt: TW TWKilled\nTcpExt: 5000 0\n");
    host.file("sys/kernel/osrelease", "2.6.32-754.el6.x86_64\n");
    for (int i = 0; i < 950; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 60.0 * i / 950);
    }
    Advice buckets = of(survey(host), Remedy.MAX_TW_BUCKETS);
    assertThat(buckets.standing()).isEqualTo(Standing.DO);
    assertThat(buckets.commands())
        .noneMatch(command -> command.contains("nstat"))
        .anyMatch(command -> command.startsWith("dmesg"));
  }
}
