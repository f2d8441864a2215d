// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.survey.Conntrack;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.TcpCounters;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.WaitLength;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A survey for people: what was found, then what is advised. */
public final class SurveyView {
  /** So many destinations, peers, processes and ports are shown; the JSON has more. */
  private static final int SHOWN = 5;

  private static final int INDENT = 2;
  private static final int NAME = 13;

  private final TwoColumnText out;

  private SurveyView(TwoColumnText out) {
    this.out = out;
  }

  /** The text, with a line feed at its end. */
  public static String of(Survey survey, boolean colour) {
    TwoColumnText out = new TwoColumnText(colour);
    SurveyView view = new SurveyView(out);
    view.head(survey);
    view.sockets(survey);
    view.counters(survey.counters());
    view.settings(survey);
    view.advice(survey.advice());
    if (!survey.gaps().isEmpty()) {
      out.blankLine();
      view.all("not known", survey.gaps());
    }
    return out.text();
  }

  private void head(Survey survey) {
    String outcome = survey.nothingToDo() ? "NOTHING TO DO" : "TO DO";
    String what =
        survey.nothingToDo()
            ? SurveyText.count(survey.table().timeWait(), "socket")
                + " in TIME_WAIT, and "
                + (survey.table().destinations().stream().anyMatch(PortUse::leansOnReuse)
                    ? "nothing is short as long as connect() takes over ports"
                    : "nothing is short")
            : survey.advice().stream()
                .filter(Advice::matters)
                .map(a -> a.remedy().title())
                .collect(Collectors.joining(", "));
    out.coloured(0, outcome.length() + 2, outcome, survey.nothingToDo(), what);
    String host = survey.host() == null ? "" : survey.host() + ", ";
    String kernel = survey.kernel() == null ? "kernel not known" : "kernel " + survey.kernel();
    line("where", survey.source() + ": " + host + kernel);
    out.blankLine();
  }

  private void sockets(Survey survey) {
    SocketTable table = survey.table();
    line("IPv4", SurveyText.states(table.v4()));
    line("IPv6", SurveyText.states(table.v6()));
    timeWait(table, survey.length());
    all("goes to", shown(table.destinations(), SurveyText::destination));
    all("goes from", shown(table.boundBeforehand(), SurveyText::address));
    all("comes from", shown(table.peers(), SurveyText::peer));
    all("at port", shown(table.services(), SurveyText::service));
    closeWait(table);
    line(
        "FIN_WAIT2",
        String.format(
            Locale.ROOT,
            "%,d, of which %,d are in no program's hands",
            table.in(SocketState.FIN_WAIT2),
            table.orphansInFinWait2()));
  }

  private void timeWait(SocketTable table, WaitLength length) {
    String seconds = SurveyText.seconds(length.seconds());
    if (table.timeWait() == 0) {
      line("TIME_WAIT", "none; one would wait " + seconds + " (" + length.basis() + ")");
      return;
    }
    line(
        "TIME_WAIT",
        String.format(
            Locale.ROOT,
            "%,d, of which %,d on ports of services here, %,d opened from here, %,d undecided; this"
                + " host closed them first",
            table.timeWait(),
            table.acceptedHere(),
            table.openedHere(),
            table.undecided()));
    line(
        "",
        String.format(
            Locale.ROOT,
            "%s more each second over the last quarter of the %s that each waits (%s)",
            SurveyText.number(table.timeWaitPerSecond()),
            seconds,
            length.basis()));
  }

  private void closeWait(SocketTable table) {
    List<String> holders = shown(table.closeWait(), SurveyText::holder);
    if (table.in(SocketState.CLOSE_WAIT) == 0) {
      line("CLOSE_WAIT", "none");
      return;
    }
    all("CLOSE_WAIT", holders);
    String name = holders.isEmpty() ? "CLOSE_WAIT" : "";
    if (table.closeWaitUnknown() > 0) {
      line(
          name,
          SurveyText.count(table.closeWaitUnknown(), "socket")
              + " of processes that were not found");
      name = "";
    }
    if (table.neverAccepted() > 0) {
      line(
          name,
          SurveyText.count(table.neverAccepted(), "socket") + " that no program has accepted");
    }
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
    line("counted", all.length() == 0 ? "nothing that is known" : all.toString());
  }

  private void settings(Survey survey) {
    TcpSettings settings = survey.settings();
    StringJoiner all = new StringJoiner(", ");
    if (settings.portRange() != null) {
      all.add("ip_local_port_range " + settings.portRange());
      put(all, "ports of it reserved", settings.reservedPorts());
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
    line("set", all.toString());
    Conntrack conntrack = survey.conntrack();
    if (conntrack != null) {
      StringJoiner tracked = new StringJoiner(", ");
      put(tracked, "entries", conntrack.entries());
      put(tracked, "room for", conntrack.most());
      put(tracked, "seconds of its own TIME_WAIT", conntrack.timeWaitSeconds());
      line("conntrack", tracked.toString());
    }
  }

  /** A number in its own form: what is set must be found again by a search. */
  private static void put(StringJoiner all, String name, @Nullable Long value) {
    if (value != null) {
      all.add(name + " " + value);
    }
  }

  private void advice(List<Advice> advice) {
    for (Advice one : advice) {
      if (one.matters()) {
        out.blankLine();
        String standing = one.standing() == Standing.DO ? "do" : "consider";
        out.coloured(INDENT, NAME, standing, false, one.remedy().title());
        line("  why", one.reason());
        line("  then", one.effect());
        one.commands().forEach(command -> out.asItIs(INDENT, NAME, "  type", command));
        line("  risk", one.risk());
      }
    }
    out.blankLine();
    advice.stream().filter(one -> !one.matters()).forEach(this::leftAlone);
  }

  private void leftAlone(Advice one) {
    String standing = one.standing() == Standing.NEVER ? "never" : "not needed";
    String title =
        one.remedy().title().startsWith("never ")
            ? one.remedy().title().substring("never ".length())
            : one.remedy().title();
    String effect = one.effect().isEmpty() ? "" : "; " + one.effect();
    line(standing, title + ": " + one.reason() + effect);
    one.commands().forEach(command -> out.asItIs(INDENT, NAME, "", command));
  }

  private void line(String name, String text) {
    if (!text.isEmpty()) {
      out.plain(INDENT, NAME, name, text);
    }
  }

  private void all(String name, List<String> lines) {
    lines.stream().limit(1).forEach(text -> line(name, text));
    lines.stream().skip(1).forEach(text -> line("", text));
  }

  private static <T> List<String> shown(List<T> all, Function<T, String> words) {
    return all.stream().limit(SHOWN).map(words).toList();
  }
}
