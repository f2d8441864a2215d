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
 * Tries icecc's daemon on this host and the scheduler that the daemon asks (icecream(7), "Network
 * setup"). Without the daemon icecc compiles on this host. The daemon finds a scheduler without a
 * setting by broadcast; only the scheduler knows the hosts that compile.
 *
 * @param sockets paths on which the daemon may listen
 * @param files settings of the daemon's start script
 */
record Icecream(LauncherSettings settings, List<Path> sockets, List<Path> files, int port) {
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\s*ICEC(?:C|REAM)_SCHEDULER_HOST=[\"']?([^\"'\\s]+)");

  Icecream(LauncherSettings settings) {
    this(
        settings,
        List.of(Path.of("/var/run/icecc/iceccd.socket"), Path.of("/var/run/iceccd.socket")),
        List.of(Path.of("/etc/icecc/icecc.conf"), Path.of("/etc/sysconfig/icecream")),
        8765);
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
      return false; // The socket is missing, or no process listens.
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
