// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.Peer;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a survey found, in words. */
final class SurveyText {
  private SurveyText() {}

  static String states(Map<SocketState, Long> states) {
    String all =
        states.entrySet().stream()
            .filter(state -> state.getValue() > 0)
            .map(state -> String.format(Locale.ROOT, "%,d %s", state.getValue(), state.getKey()))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "no sockets" : all;
  }

  static String destination(PortUse use) {
    Double exhausted = use.exhaustedInSeconds();
    String when =
        exhausted == null
            ? ""
            : exhausted == 0 ? ", NONE LEFT" : ", none left in " + use.exhaustedIn();
    return String.format(
        Locale.ROOT,
        "%s from %s: %,d of %,d ports in use, %,d in TIME_WAIT, %s%s/s%s%s",
        use.destination(),
        use.from(),
        use.inUse(),
        use.ports(),
        use.timeWait(),
        use.rateIsLeast() ? "at least " : "",
        number(use.bornPerSecond()),
        use.reusable() ? takenOver(use) : "",
        when);
  }

  private static String takenOver(PortUse use) {
    return ", taken over when needed"
        + (use.young() == 0
            ? ""
            : String.format(Locale.ROOT, " but for %,d too young", use.young()));
  }

  static String address(AddressUse use) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d ports in use by %,d connections, to whatever destination",
        use.address(),
        use.portsInUse(),
        use.ports(),
        use.sockets());
  }

  static String peer(Peer peer) {
    return String.format(
        Locale.ROOT,
        "%s to port %d%s: %,d in TIME_WAIT",
        peer.from(),
        peer.localPort(),
        peer.listening() ? "" : ", where nobody listens now",
        peer.timeWait());
  }

  static String service(Service service) {
    return String.format(
        Locale.ROOT,
        "%d%s: %,d in TIME_WAIT, %,d to be accepted",
        service.port(),
        service.listening() ? "" : ", where nobody listens now",
        service.timeWait(),
        service.queued());
  }

  static String holder(SocketOwner owner) {
    return String.format(
        Locale.ROOT, "%,d held by %s (pid %d)", owner.sockets(), owner.command(), owner.pid());
  }

  static String number(double number) {
    return String.format(Locale.ROOT, number > 0 && number < 9.95 ? "%.1f" : "%,.0f", number);
  }

  static String seconds(double seconds) {
    return String.format(
        Locale.ROOT, seconds == Math.rint(seconds) ? "%,.0f s" : "%.1f s", seconds);
  }

  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
