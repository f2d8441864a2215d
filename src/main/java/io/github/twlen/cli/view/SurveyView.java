// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.TextWidth;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.TcpCounters;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Standing;
import io.github.twlen.survey.advice.Harm;
import io.github.twlen.survey.netfilter.Conntrack;
import io.github.twlen.survey.paste.PastedInput;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints a survey: the numbers, then the advice, in the language of the user. */
public final class SurveyView {
  private static final String COMMENT = "# ";

  /** Remedies in the configuration of a program. */
  private static final Set<Advice.Remedy> CONFIGURED =
      Set.of(Advice.Remedy.KEEP_ALIVE, Advice.Remedy.UNIX_SOCKET);

  static final int INDENT = 2;
  static final int NAME = 13;

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
    new SocketLines(out, view.messages).print(survey);
    new NamespaceLines(out, view.messages).print(survey.namespaces());
    view.counters(survey.counters());
    view.sysctls(survey);
    view.advice(survey.advice());
    if (!survey.gaps().isEmpty()) {
      out.blankLine();
      String label = view.text("view.warnings");
      for (String warning : survey.gaps()) {
        view.line(label, warning);
        label = "";
      }
    }
    return out.text();
  }

  private String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  private void headline(Survey survey) {
    boolean ease = survey.nothingToDo();
    boolean reuse = survey.table().destinations().stream().anyMatch(PortUse::leansOnReuse);
    PastedInput pasted = survey.pasted();
    boolean blind = ease && pasted != null && pasted.mostlyUnreadable();
    String key =
        blind
            ? "view.blind"
            : pasted != null ? "view.ease.pasted" : reuse ? "view.ease.reuse" : "view.ease";
    String headline =
        ease
            ? text(key, "sockets", survey.table().timeWait())
            : survey.advice().stream()
                .filter(Advice::matters)
                .map(this::title)
                .collect(Collectors.joining(", "));
    String outcome = text(blind ? "view.unknown" : ease ? "view.nothing" : "view.todo");
    out.coloured(0, TextWidth.of(outcome) + 2, outcome, ease && !blind, headline);
    Object[] values = {
      "source", survey.source(),
      "host", survey.host() == null ? text("unknown") : survey.host(),
      "kernel", survey.kernel() == null ? text("unknown") : survey.kernel()
    };
    line(
        text("view.host"),
        pasted == null
            ? text("view.host.text", values)
            : text(
                "view.host.pasted",
                "source",
                survey.source(),
                "format",
                pasted.format(),
                "sockets",
                pasted.sockets()));
    NamespaceLines.own(survey.namespace(), messages)
        .ifPresent(owner -> line(text("view.namespace"), owner));
    out.blankLine();
  }

  private String title(Advice advice) {
    return text("remedy." + advice.remedy());
  }

  private void counters(TcpCounters counters) {
    Object[] all = {
      "TW", counters.timeWaited(),
      "TWKilled", counters.timeWaitKilled(),
      "TWRecycled", counters.timeWaitRecycled(),
      "TCPTimeWaitOverflow", counters.timeWaitOverflow(),
      "ListenOverflows", counters.listenOverflows(),
      "ListenDrops", counters.listenDrops(),
      "PAWSPassive", counters.pawsPassive(),
      "TCPAbortOnMemory", counters.abortOnMemory()
    };
    String known = known(all);
    line(text("view.counters"), known.isEmpty() ? text("unknown") : known);
  }

  private void sysctls(Survey survey) {
    TcpSettings settings = survey.settings();
    Object[] all = {
      "ip_local_port_range",
      settings.portRange(),
      text("view.reserved"),
      settings.reservedPorts(),
      "tcp_fin_timeout",
      settings.finTimeoutSeconds(),
      "tcp_tw_reuse",
      settings.twReuse(),
      "tcp_tw_reuse_delay",
      settings.twReuseDelayMillis(),
      "tcp_tw_recycle",
      settings.twRecycle(),
      "tcp_tw_timeout",
      settings.twTimeoutSeconds(),
      "tcp_max_tw_buckets",
      settings.maxTwBuckets(),
      "tcp_timestamps",
      settings.timestamps(),
      "tcp_keepalive_time",
      settings.keepaliveSeconds(),
      "tcp_keepalive_probes",
      settings.keepaliveProbes(),
      "tcp_keepalive_intvl",
      settings.keepaliveIntervalSeconds(),
      "tcp_syn_retries",
      settings.synRetries(),
      "tcp_max_orphans",
      settings.maxOrphans(),
      "somaxconn",
      settings.somaxconn()
    };
    line(text("view.sysctls"), known(all));
    Conntrack conntrack = survey.conntrack();
    if (conntrack != null) {
      Long timeout = conntrack.timeWaitSeconds();
      Object[] tracked = {
        text("view.entries"), conntrack.entries(),
        text("view.limit"), conntrack.most(),
        text("view.timeout"), timeout == null ? null : timeout + " s"
      };
      line("conntrack", known(tracked));
    }
  }

  /** Returns the names with a value; numbers have no separators, so that a search finds them. */
  private static String known(@Nullable Object[] namesAndValues) {
    StringJoiner all = new StringJoiner(", ");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        all.add(namesAndValues[i] + " " + namesAndValues[i + 1]);
      }
    }
    return all.toString();
  }

  private void advice(List<Advice> advice) {
    Harm shown = null;
    for (Advice one : advice) {
      Harm harm = one.harm();
      if (harm != null) {
        out.blankLine();
        if (harm != shown) {
          line(text("urgency." + harm.urgency()), text("harm." + harm));
        }
        needed(one);
        shown = harm;
      }
    }
    out.blankLine();
    advice.stream().filter(one -> !one.matters()).forEach(this::notNeeded);
  }

  private void needed(Advice one) {
    out.coloured(INDENT, NAME, text("standing." + one.standing()), false, title(one));
    line("  " + text("view.reason"), one.reason());
    line("  " + text("view.effect"), one.effect());
    commands("view.run", one.commands().stream().filter(line -> !isExample(one, line)));
    commands(
        "view.example",
        one.commands().stream()
            .filter(line -> isExample(one, line))
            .map(line -> line.substring(COMMENT.length())));
    commands("view.persist", one.persist().stream());
    commands("view.undo", one.undo().stream());
    line("  " + text("view.risk"), one.risk());
  }

  /** Returns whether a line is of a configuration; other comments explain the next command. */
  private static boolean isExample(Advice one, String line) {
    return CONFIGURED.contains(one.remedy()) && line.startsWith(COMMENT);
  }

  private void commands(String key, Stream<String> commands) {
    String label = "  " + text(key);
    commands.forEach(command -> out.asItIs(INDENT, NAME, label, command));
  }

  private void notNeeded(Advice one) {
    String title = one.standing() == Standing.NEVER ? text("remedy.never") : title(one);
    String reason = one.reason();
    if (!one.effect().isEmpty()) {
      reason = text("join", "first", reason, "second", one.effect());
    }
    String label = text("standing." + one.standing());
    line(label, text("view.notNeeded", "title", title, "reason", reason));
    Stream.of(one.commands(), one.persist(), one.undo())
        .flatMap(List::stream)
        .forEach(command -> out.asItIs(INDENT, NAME, "", command));
  }

  private void line(String name, String text) {
    if (!text.isEmpty()) {
      out.plain(INDENT, NAME, name, text);
    }
  }
}
