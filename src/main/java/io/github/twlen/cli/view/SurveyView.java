// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.TextWidth;
import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.Conntrack;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.Peer;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.TcpCounters;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.WaitLength;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a survey: the numbers, then the advice, in the language of the user. */
public final class SurveyView {
  /** Destinations, peers, processes and ports to print; the JSON has more. */
  private static final int SHOWN = 5;

  private static final int INDENT = 2;
  private static final int NAME = 13;

  private final TwoColumnText out;
  private final Messages messages;

  private SurveyView(TwoColumnText out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  /** Returns the text of a survey, which ends with a newline. */
  public static String of(Survey survey, Locale locale, boolean colour) {
    TwoColumnText out = new TwoColumnText(colour);
    SurveyView view = new SurveyView(out, Messages.of(Survey.class, locale));
    view.headline(survey);
    view.sockets(survey);
    view.counters(survey.counters());
    view.sysctls(survey);
    view.advice(survey.advice());
    if (!survey.gaps().isEmpty()) {
      out.blankLine();
      view.lines("view.warnings", survey.gaps());
    }
    return out.text();
  }

  private String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  private void headline(Survey survey) {
    boolean reuse = survey.table().destinations().stream().anyMatch(PortUse::leansOnReuse);
    String outcome = text(survey.nothingToDo() ? "view.nothing" : "view.todo");
    String headline =
        survey.nothingToDo()
            ? text(reuse ? "view.ease.reuse" : "view.ease", "sockets", survey.table().timeWait())
            : survey.advice().stream()
                .filter(Advice::matters)
                .map(this::title)
                .collect(Collectors.joining(", "));
    out.coloured(0, TextWidth.of(outcome) + 2, outcome, survey.nothingToDo(), headline);
    String unknown = text("unknown");
    String host = survey.host() == null ? unknown : survey.host();
    String kernel = survey.kernel() == null ? unknown : survey.kernel();
    line(
        text("view.host"),
        text("view.host.text", "source", survey.source(), "host", host, "kernel", kernel));
    out.blankLine();
  }

  private String title(Advice advice) {
    return text("remedy." + advice.remedy());
  }

  private void sockets(Survey survey) {
    SocketTable table = survey.table();
    line("IPv4", states(table.v4()));
    line("IPv6", states(table.v6()));
    timeWait(table, survey.length());
    lines("view.outgoing", shown(table.destinations(), this::destination));
    lines("view.bound", shown(table.boundBeforehand(), this::address));
    lines("view.incoming", shown(table.peers(), this::peer));
    lines("view.services", shown(table.services(), this::service));
    closeWait(table);
    long finWait = table.in(SocketState.FIN_WAIT2);
    line(
        "FIN_WAIT2",
        text("view.finWait", "sockets", finWait, "orphans", table.orphansInFinWait2()));
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
    String seconds = NumberFormat.seconds(length.seconds());
    Object[] values = {
      "length", seconds,
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
    line("", text("view.rate", values));
  }

  private String destination(PortUse use) {
    String rate = NumberFormat.about(use.bornPerSecond());
    String line =
        text(
            "view.destination",
            "destination",
            use.destination(),
            "from",
            use.from(),
            "inUse",
            use.inUse(),
            "ports",
            use.ports(),
            "timeWait",
            use.timeWait(),
            "rate",
            text(use.rateIsLeast() ? "view.perSecond.least" : "view.perSecond", "rate", rate));
    if (use.reusable()) {
      String key = use.young() == 0 ? "view.reusable" : "view.reusable.but";
      line = text(key, "use", line, "young", use.young());
    }
    if (use.exhaustedInSeconds() != null) {
      String key = use.hasExhaustedPorts() ? "view.exhausted" : "view.exhausting";
      line = text(key, "use", line, "time", PortUse.time(use.exhaustedInSeconds()));
    }
    return line;
  }

  private String address(AddressUse use) {
    return text(
        "view.bound.text",
        "address",
        use.address(),
        "inUse",
        use.portsInUse(),
        "ports",
        use.ports(),
        "sockets",
        use.sockets());
  }

  private String peer(Peer peer) {
    return text(
        peer.listening() ? "view.peer" : "view.peer.gone",
        "from",
        peer.from(),
        "port",
        String.valueOf(peer.localPort()),
        "timeWait",
        peer.timeWait());
  }

  private String service(Service service) {
    return text(
        service.listening() ? "view.service" : "view.service.gone",
        "port",
        String.valueOf(service.port()),
        "timeWait",
        service.timeWait(),
        "queued",
        service.queued());
  }

  private String owner(SocketOwner owner) {
    return text(
        "view.owner",
        "sockets",
        owner.sockets(),
        "command",
        owner.command(),
        "pid",
        String.valueOf(owner.pid()));
  }

  private void closeWait(SocketTable table) {
    List<String> lines = new ArrayList<>(shown(table.closeWait(), this::owner));
    if (table.closeWaitUnknown() > 0) {
      lines.add(text("view.ownerless", "sockets", table.closeWaitUnknown()));
    }
    if (table.neverAccepted() > 0) {
      lines.add(text("view.unaccepted", "sockets", table.neverAccepted()));
    }
    labelled("CLOSE_WAIT", lines.isEmpty() ? List.of(text("view.none")) : lines);
  }

  private void counters(TcpCounters counters) {
    StringJoiner all = new StringJoiner(", ");
    put(all, "TW", counters.timeWaited());
    put(all, "TWKilled", counters.timeWaitKilled());
    put(all, "TWRecycled", counters.timeWaitRecycled());
    put(all, "TCPTimeWaitOverflow", counters.timeWaitOverflow());
    put(all, "ListenOverflows", counters.listenOverflows());
    put(all, "ListenDrops", counters.listenDrops());
    put(all, "PAWSPassive", counters.pawsPassive());
    line(text("view.counters"), all.length() == 0 ? text("unknown") : all.toString());
  }

  private void sysctls(Survey survey) {
    TcpSettings settings = survey.settings();
    StringJoiner all = new StringJoiner(", ");
    if (settings.portRange() != null) {
      all.add("ip_local_port_range " + settings.portRange());
      putText(all, "view.reserved", settings.reservedPorts());
    }
    put(all, "tcp_fin_timeout", settings.finTimeoutSeconds());
    put(all, "tcp_tw_reuse", settings.twReuse());
    put(all, "tcp_tw_reuse_delay", settings.twReuseDelayMillis());
    put(all, "tcp_tw_recycle", settings.twRecycle());
    put(all, "tcp_tw_timeout", settings.twTimeoutSeconds());
    put(all, "tcp_max_tw_buckets", settings.maxTwBuckets());
    put(all, "tcp_timestamps", settings.timestamps());
    put(all, "tcp_keepalive_time", settings.keepaliveSeconds());
    put(all, "tcp_keepalive_probes", settings.keepaliveProbes());
    put(all, "tcp_keepalive_intvl", settings.keepaliveIntervalSeconds());
    put(all, "somaxconn", settings.somaxconn());
    line(text("view.sysctls"), all.toString());
    Conntrack conntrack = survey.conntrack();
    if (conntrack != null) {
      StringJoiner tracked = new StringJoiner(", ");
      putText(tracked, "view.entries", conntrack.entries());
      putText(tracked, "view.limit", conntrack.most());
      putText(tracked, "view.timeout", conntrack.timeWaitSeconds());
      line("conntrack", tracked.toString());
    }
  }

  /** Adds a number without separators, so that a search finds it. */
  private static void put(StringJoiner all, String name, @Nullable Long value) {
    if (value != null) {
      all.add(name + " " + value);
    }
  }

  private void putText(StringJoiner all, String key, @Nullable Long value) {
    if (value != null) {
      all.add(text(key, "number", String.valueOf(value)));
    }
  }

  private void advice(List<Advice> advice) {
    for (Advice one : advice) {
      if (one.matters()) {
        out.blankLine();
        out.coloured(INDENT, NAME, text("standing." + one.standing()), false, title(one));
        line("  " + text("view.reason"), one.reason());
        line("  " + text("view.effect"), one.effect());
        one.commands()
            .forEach(command -> out.asItIs(INDENT, NAME, "  " + text("view.run"), command));
        line("  " + text("view.risk"), one.risk());
      }
    }
    out.blankLine();
    advice.stream().filter(one -> !one.matters()).forEach(this::notNeeded);
  }

  private void notNeeded(Advice one) {
    String title = one.standing() == Standing.NEVER ? text("remedy.never") : title(one);
    String reason =
        one.effect().isEmpty()
            ? one.reason()
            : text("join", "first", one.reason(), "second", one.effect());
    line(
        text("standing." + one.standing()),
        text("view.notNeeded", "title", title, "reason", reason));
    one.commands().forEach(command -> out.asItIs(INDENT, NAME, "", command));
  }

  private void line(String name, String text) {
    if (!text.isEmpty()) {
      out.plain(INDENT, NAME, name, text);
    }
  }

  private void lines(String key, List<String> lines) {
    labelled(text(key), lines);
  }

  private void labelled(String name, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(i == 0 ? name : "", lines.get(i));
    }
  }

  private static <T> List<String> shown(List<T> all, Function<T, String> words) {
    return all.stream().limit(SHOWN).map(words).toList();
  }
}
