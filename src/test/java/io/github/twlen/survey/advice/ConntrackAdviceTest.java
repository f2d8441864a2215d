// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import io.github.twlen.survey.netfilter.Conntrack;
import io.github.twlen.survey.netfilter.ConntrackState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Checks what is advised for a full connection table, by the states of its entries. */
class ConntrackAdviceTest extends SurveyedHosts {
  private static final String PREFIX = "sys/net/netfilter/nf_conntrack_";

  private static SampleHost table(long entries, long limit, int ownTimeWait) {
    SampleHost host = new SampleHost().listener4(80, 0);
    for (int i = 0; i < ownTimeWait; i++) {
      host.timeWait("192.0.2.7", 80, "198.51.100.7", 10_000 + i, 60.0 * i / ownTimeWait);
    }
    return host.file(PREFIX + "count", entries + "\n")
        .file(PREFIX + "max", limit + "\n")
        .file(PREFIX + "tcp_timeout_time_wait", "120\n")
        .file(PREFIX + "tcp_timeout_close_wait", "60\n")
        .file(PREFIX + "tcp_timeout_established", "432000\n");
  }

  private static String entry(String state, long left, String from, String to) {
    return String.format(
        Locale.ROOT,
        "ipv4     2 tcp      6 %d %s src=%s dst=%s sport=4000 dport=80 src=%s dst=%s sport=80"
            + " dport=4000 [ASSURED] mark=0 zone=0 use=2%n",
        left,
        state,
        from,
        to,
        to,
        from);
  }

  private static List<ConntrackState> states(Survey survey) {
    Conntrack conntrack = Objects.requireNonNull(survey.conntrack());
    return Objects.requireNonNull(conntrack.states());
  }

  @Test
  void offersNoTimeoutThatFreesNextToNothing() {
    SampleHost host = table(500_000, 500_000, 600);
    host.file(PREFIX + "tcp_timeout_close_wait", "3600\n");
    Survey survey = survey(host);
    Advice conntrack = of(survey, Remedy.CONNTRACK);
    assertThat(conntrack.harm()).isEqualTo(Harm.CONNTRACK_FULL);
    assertThat(conntrack.standing()).isEqualTo(Standing.DO);
    assertThat(conntrack.commands())
        .noneMatch(command -> command.contains("time_wait"))
        .contains("sysctl -w net.netfilter.nf_conntrack_max=1000000")
        .anyMatch(command -> command.contains("/proc/net/nf_conntrack"));
    assertThat(conntrack.effect())
        .contains("would free only about 9", "(<1% of the table): not offered")
        .contains("the CLOSE_WAIT timeout is 3,600 s, by default 60 s");
    assertThat(conntrack.reason()).contains("not readable: run as root", "<1%");
  }

  @Test
  void offersTheStateWithMostEntriesFirst() {
    SampleHost host = table(1000, 1024, 4);
    host.file(PREFIX + "tcp_timeout_close_wait", "3600\n");
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      entries.append(entry("CLOSE_WAIT", i < 500 ? 100 : 3590, "10.1.0." + i % 200, "10.2.0.9"));
    }
    for (int i = 0; i < 300; i++) {
      entries.append(entry("ESTABLISHED", i < 250 ? 1000 : 431_000, "10.1.0.3", "192.0.2.7"));
    }
    for (int i = 0; i < 100; i++) {
      entries.append(entry("TIME_WAIT", 115, "198.51.100.7", "192.0.2.7"));
    }
    entries.append(
        "ipv4     2 udp      17 29 src=10.1.0.4 dst=10.2.0.4 sport=9 dport=53 src=10.2.0.4"
            + " dst=10.1.0.4 sport=53 dport=9 mark=0 use=2\ngarbage\n");
    Survey survey = survey(host.file("net/nf_conntrack", entries.toString()));
    assertThat(states(survey))
        .containsExactly(
            new ConntrackState("CLOSE_WAIT", 600, 600, 500),
            new ConntrackState("ESTABLISHED", 300, 0, 250),
            new ConntrackState("TIME_WAIT", 100, 0, 0),
            new ConntrackState("UDP", 1, 1, 0));
    Advice conntrack = of(survey, Remedy.CONNTRACK);
    assertThat(conntrack.commands().subList(1, 4))
        .containsExactly(
            "sysctl -w net.netfilter.nf_conntrack_max=2048",
            "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_close_wait=60",
            "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=86400");
    assertThat(conntrack.undo())
        .contains("sysctl -w net.netfilter.nf_conntrack_tcp_timeout_close_wait=3600");
    assertThat(conntrack.reason()).contains("CLOSE_WAIT 600 (59%), 600 forwarded");
    assertThat(conntrack.effect())
        .contains(
            "500 freed (49%)", "250 freed (24%)", "TIME_WAIT timeout of 30 s instead of 120 s");
  }

  @Test
  void countsIpv6Entries() {
    SampleHost host = table(900, 1000, 0);
    host.file(
        "net/nf_conntrack",
        "ipv6     10 tcp      6 10 TIME_WAIT src=2001:0db8:0000:0000:0000:0000:0000:0007"
            + " dst=2001:0db8:0000:0000:0000:0000:0000:0001 sport=1 dport=2"
            + " src=2001:0db8:0000:0000:0000:0000:0000:0001"
            + " dst=2001:0db8:0000:0000:0000:0000:0000:0007 sport=2 dport=1 use=2\n");
    assertThat(states(survey(host))).containsExactly(new ConntrackState("TIME_WAIT", 1, 1, 1));
  }

  @Test
  void readsTheStatesOfACopy() {
    SampleHost host = table(900, 1000, 0);
    host.file("conntrack-states", "ESTABLISHED 800 700 600\nno line\nTIME_WAIT 100 0 90\n");
    Survey survey = survey(host);
    assertThat(states(survey))
        .containsExactly(
            new ConntrackState("ESTABLISHED", 800, 700, 600),
            new ConntrackState("TIME_WAIT", 100, 0, 90));
    assertThat(of(survey, Remedy.CONNTRACK).effect()).contains("600 freed (60%)", "90 freed (9%)");
  }

  @Test
  void countsDroppedPackets() {
    SampleHost host = table(970, 1000, 0);
    host.file(
        "net/stat/nf_conntrack",
        """
        entries  searched found insert_failed drop early_drop
        00000100  00000000 00000000 00000000 0000000a 00000000
        00000100  00000000 00000000 00000000 00000005 00000000
        """);
    assertThat(of(survey(host), Remedy.CONNTRACK).reason()).contains("15 packets dropped");
  }

  /** RHEL 5 has another module, with other names. */
  @Test
  void usesTheNamesOfTheOldModule() {
    String prefix = "sys/net/ipv4/netfilter/ip_conntrack_";
    SampleHost host = new SampleHost().file("sys/kernel/osrelease", "2.6.18-419.el5\n");
    host.file(prefix + "count", "65000\n").file(prefix + "max", "65536\n");
    Advice conntrack = of(survey(host), Remedy.CONNTRACK);
    assertThat(conntrack.commands())
        .containsExactly(
            "awk '/^tcp / {print $4}' /proc/net/ip_conntrack | sort | uniq -c | sort -rn",
            "sysctl -w net.ipv4.netfilter.ip_conntrack_max=131072");
  }

  @Test
  void putsAFullTableBeforeFullBuckets() {
    SampleHost host = table(262_000, 262_144, 7800).setting("tcp_max_tw_buckets", "8192");
    host.counter("TCPTimeWaitOverflow", 27_360).counter("TW", 390_000);
    Survey survey = survey(host);
    assertThat(needed(survey)).containsExactly(Remedy.CONNTRACK, Remedy.MAX_TW_BUCKETS);
    assertThat(of(survey, Remedy.CONNTRACK).effect()).contains("(6%)", "(4%)");
  }
}
