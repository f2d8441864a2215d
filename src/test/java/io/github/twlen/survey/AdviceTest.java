package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.Advice.Remedy;
import io.github.twlen.survey.Advice.Standing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is advised for hosts of each kind. */
class AdviceTest {
  @TempDir Path temp;

  private Survey survey(SampleHost host) {
    return survey(host.write(temp.resolve("copy")));
  }

  private Survey survey(Path folder) {
    return SampleHost.survey(folder, temp.resolve("cache"));
  }

  private static Advice of(Survey survey, Remedy remedy) {
    return survey.advice().stream().filter(a -> a.remedy() == remedy).findFirst().orElseThrow();
  }

  private static List<Remedy> needed(Survey survey) {
    return survey.advice().stream().filter(Advice::matters).map(Advice::remedy).toList();
  }

  @Test
  void anIdleHostHasNothingToDo() {
    Survey survey = survey(new SampleHost().listener(22).listener4(80, 0));
    assertThat(survey.nothingToDo()).isTrue();
    assertThat(survey.gaps()).isEmpty();
    assertThat(survey.host()).isEqualTo("web1");
    assertThat(survey.table().sockets()).isEqualTo(2);
    assertThat(survey.advice())
        .extracting(Advice::remedy)
        .containsExactlyInAnyOrder(Remedy.values());
    assertThat(of(survey, Remedy.REBUILD).reason())
        .isEqualTo("you do not need this: no socket is in TIME_WAIT");
    assertThat(of(survey, Remedy.TW_RECYCLE).standing()).isEqualTo(Standing.NEVER);
  }

  /** Thousands that wait at a port of a web server take no port from anybody. */
  @Test
  void aServerThatClosesFirstNeedsNothing() {
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
    assertThat(rebuild.reason()).contains("you do not need this", "20,000 sockets", "5.1 MB");
    assertThat(rebuild.effect()).contains("with 15 s about 5,0").contains("instead of 20,0");
  }

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
            "it is on already, and has taken over 0 ports (TWRecycled) beside old sockets: the peers seem to use no timestamps, or the program binds its ports before it connects");
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.commands()).containsExactly("twlen rebuild --seconds 15");
    assertThat(rebuild.effect())
        .contains("with 15 s about 16,0", "4,301 connections a second", "instead of 1,075");
    assertThat(rebuild.risk())
        .endsWith(
            "a peer whose retransmission timeout is more than 4.2 s may find nobody when an ACK is lost");
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
            "you do not need this: ports to 127.0.0.1:444 may be taken over after 1 s as it is, and no length changes that");
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
            "it is on already, and has taken over 0 ports (TWRecycled): that lets each be used once in 1 s");
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
            "at 188 connections a second none is left beside these in 11 s, and it has not been seen");
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
            "with 15 s at least 94 sockets in TIME_WAIT, instead of the 100 that tcp_max_tw_buckets lets wait; those beyond are in no table");
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

  @Test
  void theLengthMayBeASettingOfThisKernel() {
    SampleHost host = new SampleHost().setting("tcp_tw_timeout", "60");
    host.timeWaits(28000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    Advice rebuild = of(survey(host), Remedy.REBUILD);
    assertThat(rebuild.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(rebuild.commands()).containsExactly("sysctl -w net.ipv4.tcp_tw_timeout=15");
  }

  @Test
  void recyclingIsTurnedOffBeforeAnythingElse() {
    SampleHost host = new SampleHost().setting("tcp_tw_recycle", "1").counter("PAWSPassive", 1234);
    Survey survey = survey(host);
    assertThat(survey.advice().get(0).remedy()).isEqualTo(Remedy.TW_RECYCLE);
    assertThat(survey.advice().get(0).standing()).isEqualTo(Standing.DO);
    assertThat(survey.advice().get(0).effect()).contains("1,234 connections");
    assertThat(
            of(survey(new SampleHost().setting("tcp_tw_recycle", "0")), Remedy.TW_RECYCLE).reason())
        .startsWith("it is off, and must stay so");
  }

  /** Kernels up to 4.11 have it, though a copy may not say so. */
  @Test
  void whetherItIsOnIsNotGuessed() {
    assertThat(of(survey(new SampleHost()), Remedy.TW_RECYCLE).reason())
        .startsWith("whether it is on is not known; it must be off");
    SampleHost later = new SampleHost().file("sys/kernel/osrelease", "4.12.0\n");
    assertThat(of(survey(later), Remedy.TW_RECYCLE).reason())
        .startsWith("this kernel has it no more");
  }

  @Test
  void noRemedyEverTurnsRecyclingOn() {
    SampleHost host = new SampleHost().setting("tcp_tw_recycle", "0");
    host.timeWaits(28000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    assertThat(survey(host).advice())
        .flatExtracting(Advice::commands)
        .noneMatch(command -> command.contains("recycle"));
  }

  @Test
  void socketsThatAProgramDoesNotCloseAreItsOwn() {
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
        .containsExactly(new Holder(17, "leaky app", 40), new Holder(18, "other", 10));
    assertThat(survey.table().neverAccepted()).isEqualTo(3);
    assertThat(survey.table().closeWaitUnknown()).isZero();
    Advice close = of(survey, Remedy.CLOSE);
    assertThat(close.standing()).isEqualTo(Standing.DO);
    assertThat(close.reason()).contains("leaky app (pid 17) holds 40 sockets");
    assertThat(close.effect()).contains("no timer ends CLOSE_WAIT", "7,200 s");
    assertThat(survey.gaps()).isEmpty();
  }

  @Test
  void processesThatAreNotKnownAreAGap() {
    SampleHost host = new SampleHost();
    for (int i = 0; i < 12; i++) {
      host.socket("10.0.0.1", 8080, "10.0.0.7", 40000 + i, SampleHost.CLOSE_WAIT, 900 + i);
    }
    Survey survey = survey(host);
    assertThat(survey.table().closeWaitUnknown()).isEqualTo(12);
    assertThat(survey.gaps())
        .containsExactly(
            "the processes of 12 sockets in CLOSE_WAIT were not found: a copy names those that its maker may see, and only root may see all");
    assertThat(of(survey, Remedy.CLOSE).reason())
        .startsWith("12 sockets of processes that could not be seen");
  }

  @Test
  void aLimitThatSocketsRunIntoIsRaised() {
    SampleHost host = new SampleHost().listener4(80, 0).setting("tcp_max_tw_buckets", "5000");
    host.counter("TCPTimeWaitOverflow", 77);
    for (int i = 0; i < 4999; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 60.0 * i / 5000);
    }
    Advice buckets = of(survey(host), Remedy.MAX_TW_BUCKETS);
    assertThat(buckets.standing()).isEqualTo(Standing.DO);
    assertThat(buckets.reason()).contains("77 sockets did not wait");
    assertThat(buckets.commands()).contains("sysctl -w net.ipv4.tcp_max_tw_buckets=262144");
  }

  @Test
  void queuesThatOverflowAreToldUnlessItIsSeldom() {
    SampleHost host = new SampleHost().listener4(80, 129).counter("ListenOverflows", 4000);
    Advice backlog = of(survey(host), Remedy.BACKLOG);
    assertThat(backlog.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(backlog.reason()).contains("4,000 times", "129 wait at port 80 now");
    assertThat(backlog.commands()).contains("sysctl -w net.core.somaxconn=4096");
    assertThat(
            of(survey(new SampleHost().counter("ListenOverflows", 3)), Remedy.BACKLOG).standing())
        .isEqualTo(Standing.NOT_NEEDED);
  }

  @Test
  void conntrackKeepsItsOwnTime() {
    SampleHost host = new SampleHost().listener4(80, 0);
    host.file("sys/net/netfilter/nf_conntrack_count", "60000\n");
    host.file("sys/net/netfilter/nf_conntrack_max", "65536\n");
    host.file("sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait", "120\n");
    for (int i = 0; i < 6000; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1.7", 10000 + i, 60.0 * i / 6000);
    }
    Advice conntrack = of(survey(host), Remedy.CONNTRACK);
    assertThat(conntrack.standing()).isEqualTo(Standing.DO);
    assertThat(conntrack.effect()).contains("for 120 s", "about 12,", "with 30 s about 3,");
  }

  @Test
  void finTimeoutIsToldForWhatItIs() {
    SampleHost host = new SampleHost();
    assertThat(of(survey(host), Remedy.FIN_TIMEOUT).reason())
        .startsWith("it does not change TIME_WAIT");
    for (int i = 0; i < 2000; i++) {
      host.socket("10.0.0.1", 80, "10.0.1.7", 10000 + i, SampleHost.FIN_WAIT2, 0);
    }
    Advice fin = of(survey(host), Remedy.FIN_TIMEOUT);
    assertThat(fin.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(fin.effect())
        .contains("about 500 of these instead of 2,000", "as many in TIME_WAIT as before");
  }

  /** Where sockets went without, those that wait are few because they may not. */
  @Test
  void aCapThatIsTooLowIsRaisedToWhatKernelsHave() {
    SampleHost none = new SampleHost().setting("tcp_max_tw_buckets", "0");
    none.counter("TCPTimeWaitOverflow", 500);
    Advice advice = of(survey(none), Remedy.MAX_TW_BUCKETS);
    assertThat(advice.standing()).isEqualTo(Standing.DO);
    assertThat(advice.reason())
        .isEqualTo(
            "0 sockets wait, and 0 may; 500 sockets did not wait since counting began (TCPTimeWaitOverflow): more would wait, and what is told of numbers and rates is too low");
    assertThat(advice.effect()).isEqualTo("262,144 may wait, in at most 67.1 MB of memory");
    assertThat(advice.commands()).contains("sysctl -w net.ipv4.tcp_max_tw_buckets=262144");
    SampleHost most = new SampleHost().setting("tcp_max_tw_buckets", "2147483647");
    most.counter("TCPTimeWaitOverflow", 1);
    assertThat(of(survey(most), Remedy.MAX_TW_BUCKETS).commands())
        .contains("sysctl -w net.ipv4.tcp_max_tw_buckets=2147483647");
    SampleHost less = new SampleHost().setting("tcp_max_tw_buckets", "-5");
    assertThat(of(survey(less), Remedy.MAX_TW_BUCKETS).reason())
        .startsWith("0 sockets wait, and 0 may;");
  }

  @Test
  void overflowsThatAreMoreThanALongHoldsTimesAThousandAreNotSeldom() {
    SampleHost host = new SampleHost().counter("ListenOverflows", 9_300_000_000_000_000L);
    assertThat(of(survey(host), Remedy.BACKLOG).standing()).isEqualTo(Standing.CONSIDER);
  }

  @Test
  void whatIsNotKnownOfConntrackIsNotDenied() {
    String folder = "sys/net/netfilter/nf_conntrack_";
    SampleHost host = new SampleHost().file(folder + "tcp_timeout_time_wait", "120\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).reason())
        .isEqualTo("how many connections conntrack follows is not known");
    host.file(folder + "count", "900\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).reason())
        .isEqualTo("how many connections conntrack has room for is not known");
    host.file(folder + "max", "0\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).reason())
        .isEqualTo("conntrack has room without limit (nf_conntrack_max is 0)");
    host.file(folder + "max", "2147483647\n").file(folder + "count", "2147483647\n");
    assertThat(of(survey(host), Remedy.CONNTRACK).commands())
        .contains("sysctl -w net.netfilter.nf_conntrack_max=2147483647");
  }
}
