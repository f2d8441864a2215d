// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.TerminalText;
import io.github.twlen.TextWidth;
import io.github.twlen.TwlenFailure;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyOrder;
import io.github.twlen.survey.advice.Advice;
import io.github.twlen.survey.fleet.HostAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints the surveys of many hosts as a table, the worst first, then those that failed. */
public final class FleetView {
  private static final String GAP = "  ";

  private final Messages messages;

  private FleetView(Messages messages) {
    this.messages = messages;
  }

  /** Returns the table, which ends with a newline. */
  public static String of(List<HostAnswer> answers, Locale locale, boolean colour) {
    FleetView view = new FleetView(Messages.of(Survey.class, locale));
    TwoColumnText out = new TwoColumnText(colour);
    view.headline(answers, out);
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            view.text("view.host"),
            "TIME_WAIT",
            view.text("fleet.used"),
            view.text("fleet.left"),
            view.text("fleet.exhausted"),
            view.text("fleet.destination"),
            view.text("fleet.advice")));
    answers.stream()
        .map(HostAnswer::answered)
        .flatMap(Optional::stream)
        .map(view::row)
        .forEach(rows::add);
    if (rows.size() > 1) {
      out.blankLine();
      table(rows).forEach(out::heading);
    }
    view.failures(answers, out);
    return out.text();
  }

  private String text(String key, Object... namesAndValues) {
    return messages.text(key, namesAndValues);
  }

  private void headline(List<HostAnswer> answers, TwoColumnText out) {
    List<Survey> surveys =
        answers.stream().map(HostAnswer::answered).flatMap(Optional::stream).toList();
    long busy = surveys.stream().filter(survey -> !survey.nothingToDo()).count();
    Object[] values = {
      "hosts", answers.size(), "busy", busy, "failed", answers.size() - surveys.size()
    };
    boolean ease = busy == 0 && surveys.size() == answers.size();
    String outcome = text(ease ? "view.nothing" : busy == 0 ? "fleet.incomplete" : "view.todo");
    String all = text("fleet.hosts", values);
    out.coloured(0, TextWidth.of(outcome) + GAP.length(), outcome, ease, all);
  }

  private List<String> row(Survey survey) {
    Optional<PortUse> worst = SurveyOrder.worst(survey);
    return List.of(
        survey.source(),
        number(survey.table().timeWait()),
        worst.map(use -> number(use.inUse())).orElse("-"),
        worst.map(use -> number(Math.max(0, use.ports() - use.inUse()))).orElse("-"),
        worst.map(this::exhausted).orElse("-"),
        worst.map(PortUse::destination).orElse("-"),
        survey.advice().stream()
            .filter(Advice::matters)
            .findFirst()
            .map(advice -> text("remedy." + advice.remedy()))
            .orElse("-"));
  }

  private String exhausted(PortUse use) {
    if (use.exhaustedInSeconds() == null) {
      return "-";
    }
    return use.hasExhaustedPorts() ? text("fleet.now") : PortUse.time(use.exhaustedInSeconds());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns lines with aligned columns; the last one is not padded. */
  private static List<String> table(List<List<String>> rows) {
    int last = rows.get(0).size() - 1;
    List<Integer> widths =
        IntStream.range(0, last)
            .mapToObj(
                i ->
                    rows.stream()
                        .mapToInt(row -> TextWidth.of(TerminalText.line(row.get(i))))
                        .max()
                        .orElse(0))
            .toList();
    return rows.stream()
        .map(
            row ->
                IntStream.rangeClosed(0, last)
                    .mapToObj(
                        i ->
                            i == last
                                ? row.get(i)
                                : TextWidth.pad(
                                    TerminalText.line(row.get(i)), widths.get(i) + GAP.length()))
                    .collect(Collectors.joining("", GAP, "")))
        .toList();
  }

  private void failures(List<HostAnswer> answers, TwoColumnText out) {
    List<HostAnswer> failed = answers.stream().filter(one -> one.survey() == null).toList();
    if (failed.isEmpty()) {
      return;
    }
    out.blankLine();
    String label = text("fleet.failed");
    for (HostAnswer answer : failed) {
      TwlenFailure failure = answer.failure();
      String reason = failure == null ? "" : failure.what();
      Object[] values = {"host", answer.host(), "reason", reason};
      out.plain(SurveyView.INDENT, SurveyView.NAME, label, text("fleet.failure", values));
      label = "";
    }
  }
}
