// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import io.github.twlen.survey.netfilter.Conntrack;
import io.github.twlen.survey.netfilter.ConntrackState;
import io.github.twlen.survey.netfilter.ConntrackTimeout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the limit and the timeouts of conntrack, by the entries that each would free. The entries
 * are not only those of this host's sockets: it also forwards connections of containers and of
 * other hosts.
 */
final class ConntrackAdvice {
  private static final double NEARLY = 0.8;
  private static final double FULL = 0.95;

  /** A timeout that frees less than this share of the table is not offered. */
  private static final double WORTHWHILE = 0.02;

  /** States named in one sentence. */
  private static final int NAMED = 4;

  /**
   * A change.
   *
   * @param freed the entries that it frees, or makes room for
   */
  private record Option(double freed, String effect, Change change) {}

  private final SurveyData data;
  private final Conntrack conntrack;
  private final long entries;
  private final long limit;
  private final List<String> small = new ArrayList<>();

  private ConntrackAdvice(SurveyData data, Conntrack conntrack, long entries, long limit) {
    this.data = data;
    this.conntrack = conntrack;
    this.entries = entries;
    this.limit = limit;
  }

  static Advice of(SurveyData data) {
    Conntrack conntrack = data.conntrack();
    if (conntrack == null) {
      return none(data, "conntrack.none");
    }
    Long entries = conntrack.entries();
    Long limit = conntrack.most();
    if (entries == null || limit == null) {
      return none(data, entries == null ? "conntrack.unknown.entries" : "conntrack.unknown.limit");
    }
    if (limit == 0 || entries == 0) {
      return none(data, limit == 0 ? "conntrack.unlimited" : "conntrack.idle");
    }
    if (!conntrack.needsStates()) {
      return Advice.notNeeded(
          Remedy.CONNTRACK, data.text("conntrack.finding", "entries", entries, "limit", limit));
    }
    return new ConntrackAdvice(data, conntrack, entries, limit).advice();
  }

  private static Advice none(SurveyData data, String key) {
    return Advice.notNeeded(Remedy.CONNTRACK, data.text(key));
  }

  private Advice advice() {
    List<Option> options = new ArrayList<>();
    options.add(raise());
    for (ConntrackTimeout timeout : ConntrackTimeout.values()) {
      shorten(timeout, options);
    }
    options.sort(Comparator.comparingDouble(Option::freed).reversed());
    String effect = "";
    Change change =
        Change.of(
            data.commands(
                conntrack.hasOldNames() ? "conntrack.commands.old" : "conntrack.commands"));
    for (Option option : options) {
      effect = data.join(effect, option.effect());
      change = change.then(option.change());
    }
    for (String text : small) {
      effect = data.join(effect, text);
    }
    return Advice.against(
        entries >= FULL * limit ? Harm.CONNTRACK_FULL : Harm.CONNTRACK_FILLING,
        Remedy.CONNTRACK,
        entries >= NEARLY * limit ? Standing.DO : Standing.CONSIDER,
        reason(),
        effect,
        change,
        data.text("conntrack.risk"));
  }

  private String reason() {
    Object[] values = {"entries", entries, "limit", limit};
    String reason = data.text("conntrack.finding", values);
    Long dropped = conntrack.dropped();
    if (dropped != null && dropped > 0) {
      reason = data.join(reason, data.text("conntrack.dropped", "dropped", dropped));
    }
    return data.join(reason, states());
  }

  private String states() {
    List<ConntrackState> states = conntrack.states();
    if (states == null) {
      long own = 0;
      for (SocketState state : SocketState.values()) {
        own += state == SocketState.LISTEN ? 0 : data.table().in(state);
      }
      String share = percent((double) Math.min(own, entries));
      return data.text("conntrack.unreadable", "own", own, "percent", share);
    }
    List<String> named = new ArrayList<>();
    for (ConntrackState state : states.subList(0, Math.min(NAMED, states.size()))) {
      Object[] values = {
        "state", state.state(),
        "entries", state.entries(),
        "percent", percent((double) state.entries()),
        "forwarded", state.forwarded()
      };
      named.add(data.text("conntrack.state", values));
    }
    return data.text("conntrack.states", "states", String.join(", ", named));
  }

  private Option raise() {
    long raised = Math.min(Integer.MAX_VALUE, 2 * limit);
    long room = raised - limit;
    Object[] values = {
      "raised", raised, "room", room, "percent", percentOf((double) room, (double) limit)
    };
    return new Option(
        room, data.text("conntrack.raise", values), sysctl("max", raised, conntrack.most()));
  }

  private void shorten(ConntrackTimeout timeout, List<Option> options) {
    long present = conntrack.seconds(timeout);
    if (present <= timeout.shorter()) {
      return;
    }
    List<ConntrackState> states = conntrack.states();
    if (states == null) {
      estimate(timeout, present, options);
      return;
    }
    states.stream()
        .filter(state -> state.state().equals(timeout.name()))
        .forEach(state -> offer(timeout, (double) state.entries(), (double) state.old(), options));
  }

  /** Without the entries: of TIME_WAIT, this host's own are known by its sockets. */
  private void estimate(ConntrackTimeout timeout, long present, List<Option> options) {
    if (timeout == ConntrackTimeout.TIME_WAIT) {
      double closed = Math.min((double) entries, data.table().timeWaitPerSecond() * present);
      offer(timeout, closed, closed * (1 - timeout.shorter() / (double) present), options);
    } else if (present > timeout.usual()) {
      Object[] values = {
        "state", timeout,
        "timeout", NumberFormat.seconds((double) present),
        "usual", NumberFormat.seconds((double) timeout.usual())
      };
      small.add(data.text("conntrack.look", values));
    }
  }

  private void offer(ConntrackTimeout timeout, double held, double freed, List<Option> options) {
    long present = conntrack.seconds(timeout);
    Object[] values = {
      "state", timeout,
      "timeout", NumberFormat.seconds((double) present),
      "held", NumberFormat.about(held),
      "heldPercent", percent(held),
      "shorter", NumberFormat.seconds((double) timeout.shorter()),
      "rest", NumberFormat.about(held - freed),
      "freed", NumberFormat.about(freed),
      "freedPercent", percent(freed)
    };
    if (freed < WORTHWHILE * limit) {
      if (held > 0) {
        small.add(data.text("conntrack.small", values));
      }
      return;
    }
    options.add(
        new Option(
            freed,
            data.text("conntrack.shorten", values),
            sysctl(timeout.sysctl(), timeout.shorter(), conntrack.timeouts().get(timeout))));
  }

  private Change sysctl(String name, long value, @Nullable Long present) {
    return Change.sysctl(data, conntrack.sysctls() + name, value, present);
  }

  private String percent(double part) {
    return percentOf(part, (double) limit);
  }

  private static String percentOf(double part, double whole) {
    return NumberFormat.percent(part / Math.max(1, whole));
  }
}
