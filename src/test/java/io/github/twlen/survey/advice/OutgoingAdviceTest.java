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

/** What is advised where ports are short, and where they are not. */
class OutgoingAdviceTest extends SurveyedHosts {
  @Test
  void aDestinationThatIsShortOfPortsIsNamedWithEveryRemedyThatHelps() {
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
    assertThat(of(survey, Remedy.PORT_RANGE).commands())
        .containsExactly(
            "sysctl -w net.ipv4.ip_local_reserved_ports=8080",
            "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
    assertThat(of(survey, Remedy.PORT_RANGE).effect())
        .contains("64,511 ports instead of 28,232", "enough by itself");
    assertThat(of(survey, Remedy.TW_REUSE).effect())
        .contains("about 28,232 connections a second for good instead of 471");
    assertThat(of(survey, Remedy.REBUILD).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.REBUILD).effect())
        .contains("with 15 s about 6,0", "for good 1,882 connections a second to 10.0.0.9:5432");
  }

  @Test
  void aRangeThatSomebodyNarrowedIsMendedFirst() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "20000\t20999");
    host.timeWaits(900, "10.0.0.1", 20000, "10.0.0.9", 5432, 59.99);
    assertThat(needed(survey(host)))
        .containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE, Remedy.TW_REUSE, Remedy.ADDRESSES);
  }

  /** Nothing that is set can help any more: only here is a kernel of one's own thought of. */
  @Test
  void theRebuildIsConsideredWhereNoSettingIsEnough() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "1024\t65535");
    host.setting("tcp_tw_reuse", "1").setting("tcp_max_tw_buckets", "262144");
    host.timeWaits(64000, "10.0.0.1", 1024, "10.0.0.9", 5432, 59.99);
    Survey survey = survey(host);
    assertThat(needed(survey)).containsExactly(Remedy.KEEP_ALIVE, Remedy.ADDRESSES, Remedy.REBUILD);
    assertThat(of(survey, Remedy.TW_REUSE).reason())
        .isEqualTo(
            "it is on already, and has taken over 0 ports (TWRecycled) beside old sockets: the"
                + " peers seem to use no timestamps, or the program binds its ports before it"
                + " connects");
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.commands()).containsExactly("twlen rebuild --seconds 15");
    assertThat(rebuild.effect())
        .contains("with 15 s about 16,0", "4,301 connections a second", "instead of 1,075");
    assertThat(rebuild.risk())
        .endsWith(
            "a peer whose retransmission timeout is more than 4.2 s may find nobody when an ACK is"
                + " lost");
  }

  @Test
  void portsThatCanBeTakenOverAreNotShort() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "1024\t65535");
    host.setting("tcp_tw_reuse", "1").setting("tcp_max_tw_buckets", "262144");
    host.counter("TWRecycled", 900);
    host.timeWaits(64000, "10.0.0.1", 1024, "10.0.0.9", 5432, 59.99);
    assertThat(survey(host).nothingToDo()).isTrue();
  }

  /** What a table shows of it is one socket a port, none older than the delay. */
  @Test
  void portsThatAreTakenOverAsSoonAsTheyMayBeAreShort() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t40199");
    host.counter("TWRecycled", 2200);
    for (int i = 0; i < 200; i++) {
      host.timeWait("127.0.0.1", 40000 + i, "127.0.0.1", 444, 60 - i / 210.0);
    }
    Survey survey = survey(host);
    assertThat(needed(survey))
        .containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE, Remedy.ADDRESSES);
    assertThat(of(survey, Remedy.PORT_RANGE).reason())
        .contains("connect() fails with EADDRNOTAVAIL", "200 have not");
    assertThat(of(survey, Remedy.PORT_RANGE).effect())
        .contains("64,512 connections a second for good instead of 200")
        .endsWith("enough for what got through, and how much more was wanted is not known");
    assertThat(of(survey, Remedy.REBUILD).reason())
        .isEqualTo(
            "you do not need this: ports to 127.0.0.1:444 may be taken over after 1 s as it is, and"
                + " no length changes that");
  }

  /** A burst that filled the range: taken over when needed, which nobody has seen yet. */
  @Test
  void aRangeThatABurstFilledIsToldAndNoPeerIsBlamed() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t42999");
    for (int i = 0; i < 2950; i++) {
      host.timeWait("127.0.0.1", 40000 + i, "127.0.0.1", 5432, 58.8 - i / 5000.0);
    }
    Survey survey = survey(host);
    assertThat(needed(survey)).containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE);
    assertThat(of(survey, Remedy.PORT_RANGE).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey, Remedy.PORT_RANGE).reason())
        .contains("once they have waited 1 s, as all have", "has not been seen to work here");
    assertThat(of(survey, Remedy.TW_REUSE).reason())
        .isEqualTo(
            "it is on already, and has taken over 0 ports (TWRecycled): that lets each be used once"
                + " in 1 s");
    assertThat(of(survey, Remedy.REBUILD).standing()).isEqualTo(Standing.NOT_NEEDED);
  }

  /**
   * Most ports have a socket, and more come: what is to be considered is told before it is full.
   */
  @Test
  void aNarrowRangeThatWouldFillIsToldBeforeItIsFull() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t44999");
    for (int i = 0; i < 3000; i++) {
      host.timeWait("127.0.0.1", 40000 + i, "127.0.0.1", 5432, 58.8 - i / 5000.0);
    }
    Survey survey = survey(host);
    assertThat(needed(survey)).containsExactly(Remedy.PORT_RANGE, Remedy.KEEP_ALIVE);
    assertThat(of(survey, Remedy.PORT_RANGE).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey, Remedy.PORT_RANGE).reason())
        .contains(
            "of 5,000 ports to 127.0.0.1:5432, 3,000 are in use",
            "at 188 connections a second none is left beside these in 11 s, and it has not been"
                + " seen");
    PortUse use = survey.table().destinations().get(0);
    assertThat(use.exhaustedInSeconds()).isNull();
    assertThat(use.fullInSeconds()).isBetween(10.0, 11.0);
  }

  /** Two destinations share the range, though each could have it for itself. */
  @Test
  void portsThatAreBoundBeforehandAreTakenFromEveryDestination() {
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
        .startsWith("of 100 ports of 192.0.2.1, 100 are in use, and none to two destinations");
    assertThat(of(survey, Remedy.TW_REUSE).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.REBUILD).reason())
        .startsWith("you do not need this: ports of 192.0.2.1 are bound");
  }

  @Test
  void portsThatTwoDestinationsHaveAreNotBoundBeforehand() {
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

  /** Where nobody listens, there is no first command that keeps ports free. */
  @Test
  void theRiskOfAWiderRangeIsThatOfItsCommands() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "20000\t20999");
    host.timeWaits(900, "10.0.0.1", 20000, "10.0.0.9", 5432, 59.99);
    Advice range = of(survey(host), Remedy.PORT_RANGE);
    assertThat(range.commands())
        .containsExactly("sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
    assertThat(range.risk()).doesNotContain("first command").contains("ip_local_reserved_ports");
  }

  @Test
  void anAddressOfIpv6IsOne() {
    assertThat(OutgoingAdvice.addressCommand("2001:db8::1")).contains("ADDRESS/128");
    assertThat(OutgoingAdvice.addressCommand("192.0.2.1")).contains("ADDRESS/32");
  }

  /** Who does not wait is in no table: the rate is not known, and there were never more. */
  @Test
  void noMoreAreGoneThanMayWait() {
    SampleHost host = new SampleHost().listener4(80, 0).setting("tcp_max_tw_buckets", "100");
    host.counter("TCPTimeWaitOverflow", 4900);
    for (int i = 0; i < 100; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 59.9);
    }
    assertThat(of(survey(host), Remedy.REBUILD).effect())
        .isEqualTo(
            "with 15 s at least 94 sockets in TIME_WAIT, instead of the 100 that tcp_max_tw_buckets"
                + " lets wait; those beyond are in no table");
  }

  @Test
  void portsOfConnectionsThatAreOpenAreNoMatterOfTheLength() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "1024\t65535");
    for (int i = 0; i < 60000; i++) {
      host.socket("10.0.0.1", 1024 + i, "10.0.0.9", 5432, SampleHost.ESTABLISHED, 5000 + i);
    }
    Survey survey = survey(host);
    assertThat(of(survey, Remedy.PORT_RANGE).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.TW_REUSE).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(survey, Remedy.KEEP_ALIVE).effect()).contains("60,000 are open at once");
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(rebuild.reason()).contains("of connections that are open, 60,000 of 60,000");
  }
}
