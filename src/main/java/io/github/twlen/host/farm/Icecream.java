// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import io.github.twlen.GivenFile;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.host.farm.FarmHost.State;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The way from icecc into its farm: this host's daemon, and the scheduler that the daemon asks
 * (icecream(7), "Network setup"). Without the daemon icecc compiles here, so that only then a look
 * at the scheduler tells something. A scheduler that no setting names is found by a broadcast,
 * which is the daemon's to send; and which hosts compile, only the scheduler knows.
 */
final class Icecream {
  private static final int SCHEDULER_PORT = 8765;
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\s*ICEC(?:C|REAM)_SCHEDULER_HOST=[\"']?([^\"'\\s]+)");

  private final LauncherSettings settings;
  private final List<Path> sockets;
  private final List<Path> files;
  private final int port;

  Icecream(LauncherSettings settings) {
    this(
        settings,
        List.of(Path.of("/var/run/icecc/iceccd.socket"), Path.of("/var/run/iceccd.socket")),
        List.of(Path.of("/etc/icecc/icecc.conf"), Path.of("/etc/sysconfig/icecream")),
        SCHEDULER_PORT);
  }

  /**
   * @param sockets where the daemon listens
   * @param files in which the daemon's start script is told of the scheduler
   * @param port of the scheduler
   */
  Icecream(LauncherSettings settings, List<Path> sockets, List<Path> files, int port) {
    this.settings = settings;
    this.sockets = sockets;
    this.files = files;
    this.port = port;
  }

  Farm farm() {
    FarmHost daemon = daemon();
    if (daemon.state() == State.SILENT) {
      return new Farm("icecc compiles on this host: its iceccd is not running", List.of(daemon));
    }
    FarmHost scheduler =
        scheduler()
            .map(host -> FarmHost.connect("scheduler", host, port))
            .orElseGet(
                () -> new FarmHost("scheduler", State.NOT_TRIED, "iceccd finds it by broadcast"));
    return new Farm("this host's iceccd and its scheduler", List.of(daemon, scheduler));
  }

  private FarmHost daemon() {
    return sockets.stream()
        .filter(Icecream::listens)
        .findFirst()
        .map(socket -> new FarmHost("iceccd", State.ANSWERS, socket.toString()))
        .orElseGet(() -> new FarmHost("iceccd", State.SILENT, sockets.get(0).toString()));
  }

  private static boolean listens(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false; // It is not there, or nobody is at its other end.
    }
  }

  private Optional<String> scheduler() {
    return Stream.concat(
            Stream.of("USE_SCHEDULER", "ICECC_SCHEDULER")
                .flatMap(name -> Stream.ofNullable(settings.variables().get(name))),
            files.stream().flatMap(Icecream::named))
        .filter(host -> !host.isEmpty())
        .findFirst();
  }

  private static Stream<String> named(Path file) {
    try {
      Matcher matcher =
          SETTING.matcher(new String(GivenFile.read(file), StandardCharsets.ISO_8859_1));
      return matcher.find() ? Stream.of(matcher.group(1)) : Stream.empty();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
