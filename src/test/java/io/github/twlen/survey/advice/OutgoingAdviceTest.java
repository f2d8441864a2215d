// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import org.junit.jupiter.api.Test;

/** Checks the advice for outgoing connections with and without a shortage of ports. */
class OutgoingAdviceTest extends SurveyedHosts {
  @Test
  void ranksTheRemediesForAShortage() {
    SampleHost host = new SampleHost().listener4(8080, 0);
    host.timeWaits(24000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    Survey survey = survey(host);
    PortUse worst = survey.table().destinations().get(0);
    assertThat(worst.destination()).isEqualTo("10.0.0.9:5432");
    assertThat(worst.from()).isEqualTo("10.0.0.1");
    assertThat(worst.inUse()).isEqualTo(24000);
    assertThat(worst.ports()).isEqualTo(28232);
    assertThat(survey.length().seen()).isTrue();
    assertThat(needed(survey))
        .containsExactly(Remedy.KEEP_ALIVE, Remedy.TW_REUSE, Remedy.PORT_RANGE, Remedy.ADDRESSES);
    assertThat(of(survey, Remedy.ADDRESSES).commands())
        .containsExactly("ip address add ADDRESS/32 dev DEVICE");
    assertThat(of(survey, Remedy.PORT_RANGE).commands())
        .containsExactly(
            "sysctl -w net.ipv4.ip_local_reserved_ports=8080",
            "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
    assertThat(of(survey, Remedy.PORT_RANGE).effect())
        .contains("64,511 ports instead of 28,232", "enough alone");
    assertThat(of(survey, Remedy.TW_REUSE).effect())
        .contains("about 28,232 sustained connections/s instead of 471");
    assertThat(of(survey, Remedy.REBUILD).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.REBUILD).effect())
        .contains("with 15 s about 6,0", "1,882 sustained connections/s to 10.0.0.9:5432");
  }

  @Test
  void widensANarrowedRangeFirst() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "20000\t20999");
    host.timeWaits(900, "10.0.0.1", 20000, "10.0.0.9", 5432, 59.99);
    assertThat(needed(survey(host)))
        .containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE, Remedy.TW_REUSE, Remedy.ADDRESSES);
  }

  @Test
  void considersARebuildIfNoSysctlIsEnough() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "1024\t65535");
    host.setting("tcp_tw_reuse", "1").setting("tcp_max_tw_buckets", "262144");
    host.timeWaits(64000, "10.0.0.1", 1024, "10.0.0.9", 5432, 59.99);
    Survey survey = survey(host);
    assertThat(needed(survey)).containsExactly(Remedy.KEEP_ALIVE, Remedy.ADDRESSES, Remedy.REBUILD);
    assertThat(of(survey, Remedy.TW_REUSE).reason())
        .contains("0 ports reused (TWRecycled)", "no timestamps");
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.commands()).containsExactly("twlen rebuild --seconds 15");
    assertThat(rebuild.effect())
        .contains("with 15 s about 16,0", "4,301 sustained connections/s", "instead of 1,075");
    assertThat(rebuild.risk()).contains("retransmission timeout exceeds 4.2 s");
  }

  @Test
  void countsReusablePortsAsFree() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "1024\t65535");
    host.setting("tcp_tw_reuse", "1").setting("tcp_max_tw_buckets", "262144");
    host.counter("TWRecycled", 900);
    host.timeWaits(64000, "10.0.0.1", 1024, "10.0.0.9", 5432, 59.99);
    assertThat(survey(host).nothingToDo()).isTrue();
  }

  /** The table has one socket of each port, none older than the delay. */
  @Test
  void reportsExhaustionDespiteReuse() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t40199");
    host.counter("TWRecycled", 2200);
    for (int i = 0; i < 200; i++) {
      host.timeWait("127.0.0.1", 40000 + i, "127.0.0.1", 444, 60 - i / 210.0);
    }
    Survey survey = survey(host);
    assertThat(needed(survey))
        .containsExactly(
            Remedy.PORT_RANGE, Remedy.KEEP_ALIVE, Remedy.UNIX_SOCKET, Remedy.ADDRESSES);
    assertThat(of(survey, Remedy.PORT_RANGE).reason())
        .contains("connect() fails with EADDRNOTAVAIL", "200 not yet reusable");
    assertThat(of(survey, Remedy.PORT_RANGE).effect())
        .contains("64,512 sustained connections/s instead of 200")
        .contains("enough for the measured load");
    assertThat(of(survey, Remedy.REBUILD).reason())
        .contains("already reuses ports to 127.0.0.1:444 after 1 s");
  }

  /** After a burst, ports are reused if needed, but no reuse was seen yet. */
  @Test
  void reportsARangeThatABurstFilled() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t42999");
    for (int i = 0; i < 2950; i++) {
      host.timeWait("127.0.0.1", 40000 + i, "127.0.0.1", 5432, 58.8 - i / 5000.0);
    }
    Survey survey = survey(host);
    assertThat(needed(survey))
        .containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE, Remedy.UNIX_SOCKET);
    assertThat(of(survey, Remedy.PORT_RANGE).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey, Remedy.PORT_RANGE).reason())
        .contains("1 s after", "all are reusable now", "no reuse seen");
    assertThat(of(survey, Remedy.TW_REUSE).reason())
        .contains("0 ports reused (TWRecycled)", "once in 1 s");
    assertThat(of(survey, Remedy.REBUILD).standing()).isEqualTo(Standing.NOT_NEEDED);
  }

  @Test
  void warnsBeforeANarrowRangeIsFull() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t44999");
    for (int i = 0; i < 3000; i++) {
      host.timeWait("127.0.0.1", 40000 + i, "127.0.0.1", 5432, 58.8 - i / 5000.0);
    }
    Survey survey = survey(host);
    assertThat(needed(survey))
        .containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE, Remedy.UNIX_SOCKET);
    assertThat(of(survey, Remedy.PORT_RANGE).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey, Remedy.PORT_RANGE).reason())
        .contains(
            "3,000 of 5,000 ports to 127.0.0.1:5432 in use",
            "at 188 connections/s, no unused port remains in 11 s",
            "no reuse seen");
    PortUse use = survey.table().destinations().get(0);
    assertThat(use.exhaustedInSeconds()).isNull();
    assertThat(use.fullInSeconds()).isBetween(10.0, 11.0);
  }

  /** Two destinations share the range, although each could use all of it. */
  @Test
  void detectsPortsBoundBeforeConnect() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t40099");
    for (int i = 0; i < 100; i++) {
      host.timeWait("192.0.2.1", 40000 + i, "192.0.2.9", 81 + i % 2, 59.9 - i / 100.0);
    }
    Survey survey = survey(host);
    assertThat(survey.table().addresses())
        .containsExactly(new AddressUse("192.0.2.1", 100, 100, 100));
    assertThat(needed(survey))
        .containsExactly(
            Remedy.BIND_NO_PORT, Remedy.KEEP_ALIVE, Remedy.PORT_RANGE, Remedy.ADDRESSES);
    assertThat(of(survey, Remedy.BIND_NO_PORT).reason())
        .startsWith("100 of 100 ports of 192.0.2.1 in use, no port shared");
    assertThat(of(survey, Remedy.TW_REUSE).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.REBUILD).reason())
        .startsWith("a program binds ports of 192.0.2.1");
  }

  @Test
  void acceptsPortsOfTwoDestinations() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t40099");
    for (int i = 0; i < 100; i++) {
      host.timeWait("192.0.2.1", 40000 + i, "192.0.2.9", 81, 59.9 - i / 100.0);
      host.timeWait("192.0.2.1", 40000 + i, "192.0.2.9", 82, 59.9 - i / 100.0);
    }
    Survey survey = survey(host);
    assertThat(survey.table().addresses())
        .containsExactly(new AddressUse("192.0.2.1", 100, 100, 200));
    assertThat(of(survey, Remedy.BIND_NO_PORT).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(needed(survey)).contains(Remedy.TW_REUSE);
  }

  /** Without listeners, no command reserves their ports. */
  @Test
  void matchesTheRiskOfAWiderRangeToItsCommands() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "20000\t20999");
    host.timeWaits(900, "10.0.0.1", 20000, "10.0.0.9", 5432, 59.99);
    Advice range = of(survey(host), Remedy.PORT_RANGE);
    assertThat(range.commands())
        .containsExactly("sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
    assertThat(range.risk()).doesNotContain("first command").contains("ip_local_reserved_ports");
  }

  /** Sockets over tcp_max_tw_buckets are not listed, so their number is unknown. */
  @Test
  void boundsTheEffectByTheLimit() {
    SampleHost host = new SampleHost().listener4(80, 0).setting("tcp_max_tw_buckets", "100");
    host.counter("TCPTimeWaitOverflow", 4900);
    for (int i = 0; i < 100; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 59.9);
    }
    assertThat(of(survey(host), Remedy.REBUILD).effect())
        .startsWith("with 15 s at least 94 TIME_WAIT sockets, instead of 100 ");
  }

  @Test
  void advisesNoRebuildForOpenConnections() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "1024\t65535");
    for (int i = 0; i < 60000; i++) {
      host.socket("10.0.0.1", 1024 + i, "10.0.0.9", 5432, SampleHost.ESTABLISHED, 5000 + i);
    }
    Survey survey = survey(host);
    assertThat(of(survey, Remedy.PORT_RANGE).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.TW_REUSE).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey, Remedy.KEEP_ALIVE).effect())
        .contains("60,000 connections are open at once");
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(rebuild.reason()).contains("open connections hold 60,000 of 60,000 ports");
  }
}
