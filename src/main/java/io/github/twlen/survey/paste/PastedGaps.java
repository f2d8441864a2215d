// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.Messages;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.advice.Advice.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names what a pasted table does not show, and what the advice therefore depends on. */
public final class PastedGaps {
  /** The condition of a remedy whose need the unknown sysctls decide. */
  private static final Map<Remedy, String> CONDITIONS =
      Map.of(
          Remedy.PORT_RANGE, "unless.range",
          Remedy.BIND_NO_PORT, "unless.range",
          Remedy.KEEP_ALIVE, "unless.reuse",
          Remedy.ADDRESSES, "unless.reuse",
          Remedy.TW_REUSE, "unless.reuse");

  /** Remedies that only counters, sysctls or the kernel release can justify. */
  private static final Set<Remedy> NOT_JUDGED =
      Set.of(Remedy.MAX_TW_BUCKETS, Remedy.BACKLOG, Remedy.CONNTRACK, Remedy.REBUILD);

  private final PastedInput input;
  private final SurveyData data;
  private final Messages messages;

  public PastedGaps(PastedInput input, SurveyData data, Locale locale) {
    this.input = input;
    this.data = data;
    this.messages = Messages.of(PastedGaps.class, locale);
  }

  /** Returns one sentence for each gap, those that may change a result first. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    if (input.secondTableLine() > 0) {
      all.add(text("gap.second", "first", input.secondTableLine()));
    }
    if (input.ignoredLines() > 0) {
      all.add(text("gap.lines", "lines", input.ignoredLines(), "first", input.firstIgnoredLine()));
    }
    if (input.unreadable() > 0) {
      all.add(text("gap.names", "sockets", input.unreadable()));
    }
    if (input.truncated() > 0) {
      all.add(text("gap.truncated", "sockets", input.truncated()));
    }
    if (!input.onlyState().isEmpty()) {
      all.add(text("gap.state", "state", input.onlyState()));
    }
    if (!input.hasListeners()) {
      all.add(text("gap.listeners"));
    }
    if (!input.hasTimers()) {
      all.add(text("gap.timers", "length", length()));
    }
    if (!input.hasProcesses() && data.table().in(SocketState.CLOSE_WAIT) > 0) {
      all.add(text("gap.processes"));
    }
    all.add(text("gap.range", "range", data.range()));
    if (input.portsOutside() > 0) {
      all.add(text("gap.range.outside", "sockets", input.portsOutside(), "range", data.range()));
    }
    all.add(text("gap.sysctls"));
    all.add(text("gap.counters"));
    all.add(text("gap.kernel", "length", length()));
    all.add(text("gap.advice"));
    return all;
  }

  /** Returns the advice that the table can justify, with its conditions. */
  public List<Advice> limit(List<Advice> advice) {
    return advice.stream()
        .filter(one -> !NOT_JUDGED.contains(one.remedy()))
        .map(this::withCondition)
        .toList();
  }

  private Advice withCondition(Advice advice) {
    String condition = CONDITIONS.get(advice.remedy());
    if (condition == null || !advice.matters()) {
      return advice;
    }
    String unless = text(condition, "range", data.range());
    return advice.withReason(text("join", "first", advice.reason(), "second", unless));
  }

  private String length() {
    return NumberFormat.seconds(data.length().seconds());
  }

  private String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }
}
