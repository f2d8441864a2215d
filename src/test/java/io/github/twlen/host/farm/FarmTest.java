// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.launcher.DistccHosts;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.host.farm.FarmHost.State;
import io.github.twlen.process.CommandResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Farms on loopback, with and without daemons. */
class FarmTest {
  @TempDir Path folder;

  @Test
  void triesHostsOfDistccInOrder() throws IOException {
    try (ServerSocket alive = listening()) {
      int dead = deadPort();
      String up = "127.0.0.1:" + alive.getLocalPort();
      Farm farm =
          distcc("--randomize", up + "/8,lzo", "127.0.0.1/2:" + dead, "me@far", "+zeroconf");
      assertThat(farm.hosts())
          .extracting(FarmHost::state)
          .containsExactly(State.ANSWERS, State.SILENT, State.NOT_TRIED, State.NOT_TRIED);
      assertThat(farm.hosts().get(0).name()).isEqualTo(up + "/8,lzo");
      assertThat(farm.hosts().get(1).detail()).startsWith("127.0.0.1, port " + dead + ": ");
      assertThat(farm.hosts().get(2).detail()).isEqualTo("over ssh");
      assertThat(farm.answers()).isTrue();
    }
  }

  @Test
  void reportsFarmThatDoesNotAnswer() throws IOException {
    assertThat(distcc("127.0.0.1:" + deadPort()).answers()).isFalse();
    assertThat(Farm.ofDistcc(new DistccHosts("", List.of())).answers()).isFalse();
    assertThat(distcc("::", "127.0.0.1:99999").answers()).isFalse();
  }

  @Test
  void acceptsLocalhostWithoutDaemon() {
    assertThat(distcc("localhost/4").answers()).isTrue();
  }

  @Test
  void readsIpv6AddressInBrackets() {
    assertThat(FarmHost.ofDistcc("[::1]:1/4").detail()).startsWith("::1, port 1");
  }

  @Test
  void reportsIceccWithoutDaemon() {
    Farm farm = icecream(Map.of(), folder.resolve("none"), folder.resolve("none"), 1);
    assertThat(farm.answers()).isFalse();
    assertThat(farm.hosts()).extracting(FarmHost::name).containsExactly("iceccd");
  }

  @Test
  void triesSchedulerOfSetting() throws IOException {
    Path socket = folder.resolve("iceccd.socket");
    Path conf = Files.writeString(folder.resolve("conf"), "ICECC_SCHEDULER_HOST=\"127.0.0.1\"\n");
    try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ServerSocket scheduler = listening()) {
      daemon.bind(UnixDomainSocketAddress.of(socket));
      int port = scheduler.getLocalPort();
      assertThat(icecream(Map.of(), socket, conf, port).hosts())
          .extracting(FarmHost::state)
          .containsExactly(State.ANSWERS, State.ANSWERS);
      assertThat(icecream(Map.of("USE_SCHEDULER", "[bad"), socket, conf, port).hosts())
          .extracting(FarmHost::state)
          .containsExactly(State.ANSWERS, State.SILENT);
      assertThat(icecream(Map.of(), socket, folder.resolve("none"), port).hosts())
          .extracting(FarmHost::state)
          .containsExactly(State.ANSWERS, State.NOT_TRIED);
    }
  }

  @Test
  void readsStatusOfSccache() {
    assertThat(sccache("{\"Disabled\":\"dist-client feature not selected\"}"))
        .isEqualTo(State.ANSWERS);
    assertThat(sccache("{\"SchedulerStatus\":[\"http://s:10600\",{\"num_servers\":3}]}"))
        .isEqualTo(State.ANSWERS);
    assertThat(sccache("{\"NotConnected\":[\"http://s:10600\",\"refused\"]}"))
        .isEqualTo(State.SILENT);
  }

  private static State sccache(String said) {
    return SccacheStatus.read(new CommandResult(0, List.of(said), List.of())).state();
  }

  private Farm icecream(Map<String, String> variables, Path socket, Path file, int port) {
    return new Icecream(
            new LauncherSettings(variables, folder), List.of(socket), List.of(file), port)
        .farm();
  }

  private static Farm distcc(String... words) {
    return Farm.ofDistcc(new DistccHosts("DISTCC_HOSTS", List.of(words)));
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  /** Returns a port without a listener. */
  private static int deadPort() throws IOException {
    try (ServerSocket closed = listening()) {
      return closed.getLocalPort();
    }
  }
}
