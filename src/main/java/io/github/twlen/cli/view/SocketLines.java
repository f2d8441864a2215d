// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.Peer;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.WaitLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the sockets of a survey, by state, direction and process. */
final class SocketLines {
  /** Destinations, peers, processes and ports to print; the JSON has more. */
  private static final int SHOWN = 5;

  private final TwoColumnText out;
  private final Messages messages;

  SocketLines(TwoColumnText out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  private String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  /** Prints the sockets of a survey. */
  void print(Survey survey) {
    SocketTable table = survey.table();
    line("IPv4", states(table.v4()));
    line("IPv6", states(table.v6()));
    timeWait(table, survey.length());
    lines("view.outgoing", table.destinations(), this::destination);
    lines("view.bound", table.boundBeforehand(), this::address);
    lines("view.incoming", table.peers(), this::peer);
    lines("view.services", table.services(), this::service);
    closeWait(table);
    long finWait = table.in(SocketState.FIN_WAIT2);
    long orphans = table.orphansInFinWait2();
    line("FIN_WAIT2", text("view.finWait", "sockets", finWait, "orphans", orphans));
    orphans(survey);
  }

  private void orphans(Survey survey) {
    Long now = survey.counters().orphansNow();
    Long limit = survey.settings().maxOrphans();
    if (now != null && now > 0 && limit != null) {
      line(text("view.orphaned"), text("view.orphans", "orphans", now, "limit", limit));
    }
  }

  private String states(Map<SocketState, Long> states) {
    String all =
        states.entrySet().stream()
            .filter(state -> state.getValue() > 0)
            .map(state -> String.format(Locale.ROOT, "%,d %s", state.getValue(), state.getKey()))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? text("view.noSockets") : all;
  }

  private void timeWait(SocketTable table, WaitLength length) {
    Object[] values = {
      "length", NumberFormat.seconds(length.seconds()),
      "basis", length.basis(),
      "rate", NumberFormat.about(table.timeWaitPerSecond()),
      "sockets", table.timeWait(),
      "incoming", table.acceptedHere(),
      "outgoing", table.openedHere(),
      "unknown", table.undecided()
    };
    if (table.timeWait() == 0) {
      line("TIME_WAIT", text("view.timeWait.none", values));
      return;
    }
    line("TIME_WAIT", text("view.timeWait", values));
    line("", text(length.longestLeftSeconds() == null ? "view.rate.steady" : "view.rate", values));
  }

  private String destination(PortUse use) {
    String rate = NumberFormat.about(use.bornPerSecond());
    Object[] values = {
      "destination", use.destination(),
      "from", use.from(),
      "inUse", use.inUse(),
      "ports", use.ports(),
      "timeWait", use.timeWait(),
      "rate", text(use.rateIsLeast() ? "view.perSecond.least" : "view.perSecond", "rate", rate)
    };
    String line = text("view.destination", values);
    if (use.synSent() > 0) {
      line = text("view.synSent", "use", line, "synSent", use.synSent());
    }
    if (use.reusable()) {
      String key = use.young() == 0 ? "view.reusable" : "view.reusable.but";
      line = text(key, "use", line, "young", use.young());
    }
    if (use.exhaustedInSeconds() == null) {
      return line;
    }
    String key = use.hasExhaustedPorts() ? "view.exhausted" : "view.exhausting";
    return text(key, "use", line, "time", PortUse.time(use.exhaustedInSeconds()));
  }

  private String address(AddressUse use) {
    Object[] values = {
      "address", use.address(),
      "inUse", use.portsInUse(),
      "ports", use.ports(),
      "sockets", use.sockets()
    };
    return text("view.bound.text", values);
  }

  private String peer(Peer peer) {
    String key = peer.listening() ? "view.peer" : "view.peer.gone";
    String port = String.valueOf(peer.localPort());
    return text(key, "from", peer.from(), "port", port, "timeWait", peer.timeWait());
  }

  private String service(Service service) {
    String key = service.listening() ? "view.service" : "view.service.gone";
    String port = String.valueOf(service.port());
    return text(key, "port", port, "timeWait", service.timeWait(), "queued", service.queued());
  }

  private String owner(SocketOwner owner) {
    String pid = String.valueOf(owner.pid());
    return text("view.owner", "sockets", owner.sockets(), "command", owner.command(), "pid", pid);
  }

  private void closeWait(SocketTable table) {
    List<String> lines = new ArrayList<>();
    table.closeWait().stream().limit(SHOWN).map(this::owner).forEach(lines::add);
    if (table.closeWaitUnknown() > 0) {
      lines.add(text("view.ownerless", "sockets", table.closeWaitUnknown()));
    }
    if (table.neverAccepted() > 0) {
      lines.add(text("view.unaccepted", "sockets", table.neverAccepted()));
    }
    labelled("CLOSE_WAIT", lines.isEmpty() ? List.of(text("view.none")) : lines);
  }

  private <T> void lines(String key, List<T> all, Function<T, String> line) {
    labelled(text(key), all.stream().limit(SHOWN).map(line).toList());
  }

  private void labelled(String name, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(i == 0 ? name : "", lines.get(i));
    }
  }

  private void line(String name, String text) {
    out.plain(SurveyView.INDENT, SurveyView.NAME, name, text);
  }
}
