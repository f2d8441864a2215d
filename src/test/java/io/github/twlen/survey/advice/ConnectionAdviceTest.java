// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import org.junit.jupiter.api.Test;

/** Checks the examples of programs, and the advice for connections within a host. */
class ConnectionAdviceTest extends SurveyedHosts {
  private Survey exhausted(SampleHost host, String from, String to, int port) {
    return survey(host.timeWaits(28000, from, 32768, to, port, 59.99));
  }

  private static String commands(Survey survey, Remedy remedy) {
    return String.join("\n", of(survey, remedy).commands());
  }

  @Test
  void showsTheLinesOfTheServiceAtThePort() {
    Survey survey = exhausted(new SampleHost(), "10.0.0.1", "10.0.0.9", 8080);
    assertThat(commands(survey, Remedy.KEEP_ALIVE))
        .startsWith("ss -tnp dst 10.0.0.9:8080\n# nginx, since 1.1.4, see https://")
        .contains("#   upstream NAME { server 10.0.0.9:8080; keepalive 64; }", "http-reuse");
    assertThat(of(survey, Remedy.UNIX_SOCKET).standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(of(survey, Remedy.UNIX_SOCKET).reason()).isEqualTo("10.0.0.9:8080 is another host");
  }

  @Test
  void showsNoProxyForADatabase() {
    Survey survey = exhausted(new SampleHost(), "10.0.0.1", "10.0.0.9", 3306);
    assertThat(commands(survey, Remedy.KEEP_ALIVE))
        .contains("new mysqli(\"p:10.0.0.9\"", "PDO::ATTR_PERSISTENT", "ProxySQL")
        .doesNotContain("upstream", "{");
  }

  /** TIME_WAIT sockets belong to no process; an open connection names the program. */
  @Test
  void showsTheLinesOfTheProgramThatOpensThem() {
    SampleHost host = new SampleHost();
    host.socket("10.0.0.1", 61000, "10.0.0.9", 8080, SampleHost.ESTABLISHED, 900);
    host.socket("10.0.0.1", 60999, "10.0.0.9", 8080, SampleHost.ESTABLISHED, 901);
    host.file("close-wait", "901 17 haproxy\n");
    Survey survey = exhausted(host, "10.0.0.1", "10.0.0.9", 8080);
    assertThat(commands(survey, Remedy.KEEP_ALIVE))
        .contains("http-reuse")
        .doesNotContain("upstream", "MaxIdleConnsPerHost");
    assertThat(of(survey, Remedy.KEEP_ALIVE).reason()).endsWith("opened by haproxy (pid 17)");
    assertThat(survey.table().destinationOwners().get(0).openers())
        .containsExactly(new SocketOwner(17, "haproxy", 1));
    assertThat(survey.gaps()).isEmpty();
  }

  @Test
  void recognisesTheServiceByItsListener() {
    SampleHost host = new SampleHost().listener4(7777, 0).file("close-wait", "8777 9 mariadbd\n");
    Survey survey = exhausted(host, "127.0.0.1", "127.0.0.1", 7777);
    assertThat(survey.table().destinationOwners().get(0).listeners())
        .containsExactly(new SocketOwner(9, "mariadbd", 1));
    assertThat(commands(survey, Remedy.KEEP_ALIVE)).contains("new mysqli(\"p:127.0.0.1\"");
    assertThat(commands(survey, Remedy.UNIX_SOCKET)).contains("socket = /run/mysqld/mysqld.sock");
  }

  @Test
  void showsNoLinesForAnUnknownService() {
    Survey survey = exhausted(new SampleHost(), "10.0.0.1", "10.0.0.9", 4567);
    assertThat(of(survey, Remedy.KEEP_ALIVE).commands())
        .containsExactly("ss -tnp dst 10.0.0.9:4567");
    Survey local = exhausted(new SampleHost(), "127.0.0.1", "127.0.0.1", 4567);
    assertThat(of(local, Remedy.UNIX_SOCKET).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(of(local, Remedy.UNIX_SOCKET).commands()).isEmpty();
  }

  @Test
  void offersAUnixSocketWithinTheHost() {
    SampleHost host = new SampleHost().setting("tcp_tw_reuse", "0").listener4(6379, 0);
    Survey survey = exhausted(host, "127.0.0.1", "127.0.0.1", 6379);
    assertThat(of(survey, Remedy.UNIX_SOCKET).standing()).isEqualTo(Standing.CONSIDER);
    assertThat(commands(survey, Remedy.UNIX_SOCKET))
        .contains(
            "unixsocket /run/redis/redis.sock", "$redis->pconnect(\"/run/redis/redis.sock\")");
    assertThat(commands(survey, Remedy.KEEP_ALIVE))
        .contains("$redis->pconnect(\"127.0.0.1\", 6379)")
        .doesNotContain("upstream");
    Advice addresses = of(survey, Remedy.ADDRESSES);
    assertThat(addresses.commands()).isEmpty();
    assertThat(addresses.effect()).contains("127.0.0.0/8 is local");
    SampleHost other = new SampleHost().listener4(5432, 0);
    Survey same = exhausted(other, "192.0.2.1", "192.0.2.1", 5432);
    assertThat(commands(same, Remedy.UNIX_SOCKET)).contains("unix_socket_directories");
    assertThat(of(same, Remedy.ADDRESSES).commands())
        .containsExactly("ip address add ADDRESS/32 dev DEVICE");
  }

  @Test
  void advisesOnlyWhatTheKernelHas() {
    SampleHost old = new SampleHost().file("sys/kernel/osrelease", "2.6.32-431.el6.x86_64\n");
    Advice addresses = of(exhausted(old, "10.0.0.1", "10.0.0.9", 3306), Remedy.ADDRESSES);
    assertThat(addresses.risk())
        .contains("blocks each port for all destinations with this kernel")
        .doesNotContain("IP_BIND");
    SampleHost el7 = new SampleHost().file("sys/kernel/osrelease", "3.10.0-1160.el7.x86_64\n");
    assertThat(of(exhausted(el7, "10.0.0.1", "10.0.0.9", 3306), Remedy.ADDRESSES).risk())
        .contains("set IP_BIND_ADDRESS_NO_PORT");
  }

  @Test
  void offersNoSocketOptionThatTheKernelLacks() {
    SampleHost host = new SampleHost().setting("ip_local_port_range", "40000\t40099");
    host.file("sys/kernel/osrelease", "3.2.0-4-amd64\n");
    for (int i = 0; i < 100; i++) {
      host.timeWait("192.0.2.1", 40000 + i, "192.0.2.9", 81 + i % 2, 59.9 - i / 100.0);
    }
    Advice noPort = of(survey(host), Remedy.BIND_NO_PORT);
    assertThat(noPort.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(noPort.reason()).contains("needs Linux 4.2, this host runs 3.2.0-4-amd64");
    assertThat(noPort.commands()).isEmpty();
  }
}
