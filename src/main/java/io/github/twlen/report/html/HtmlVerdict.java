// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.Measurements;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.chart.ChartSize;
import io.github.twlen.report.chart.DecayChart;
import io.github.twlen.report.chart.LoadChart;
import io.github.twlen.report.text.Headline;
import io.github.twlen.report.text.LoadSentence;
import io.github.twlen.report.text.Numbers;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The head of the page: what came of the run, and the decay curve. */
final class HtmlVerdict {
  private HtmlVerdict() {}

  static void draw(Markup page, Report report) {
    page.open("header");
    page.open("p", "class", "kicker");
    page.inline("span", report.outcome().toString(), "class", "outcome " + report.outcome());
    page.text(" " + asked(report));
    page.close();
    page.element("h1", Numbers.glued(Headline.of(report)) + ".");
    LoadSentence.of(report).ifPresent(load -> page.element("p", load, "class", "saved"));
    page.element("p", Numbers.glued(circumstances(report)), "class", "muted");
    page.close();
    failure(page, report);
    if (report.measurements() != null) {
      decay(page, report.measurements());
      load(page, report.measurements());
    }
  }

  private static String asked(Report report) {
    Integer wanted = report.run().wantedSeconds();
    String recipe = report.run().recipe();
    return "twlen: TIME_WAIT "
        + (wanted == null ? "as it is" : "of " + wanted + " s")
        + (recipe == null ? "" : " for " + recipe);
  }

  private static String circumstances(Report report) {
    String started = report.run().started().replace('T', ' ').replace("Z", " UTC");
    String ended = report.outcome() == Outcome.UNFINISHED ? ", so far " : ", took ";
    String exit = report.exitCode() == null ? "" : ", exit code " + report.exitCode();
    return "Began " + started + ended + Numbers.took(report.seconds()) + exit;
  }

  private static void failure(Markup page, Report report) {
    if (report.failure() == null) {
      return;
    }
    page.open("section", "class", "failure", "aria-label", "What went wrong");
    if (!Headline.of(report).equals(report.failure().what())) {
      page.open("p").inline("b", report.failure().what()).close();
    }
    page.open("p").inline("b", "What to do: ").text(report.failure().remedy()).close();
    page.close();
  }

  private static void decay(Markup page, Measurements measurements) {
    if (DecayChart.drawable(measurements)) {
      figure(
          page,
          size -> DecayChart.draw(page, measurements, size),
          "Sockets that were put into TIME_WAIT over a short while, and how long they stayed."
              + releases(measurements)
              + " The tinted edge is where the kernel's timers allow the fall; the area under a"
              + " curve is what the connections cost.");
    }
  }

  private static void load(Markup page, Measurements measurements) {
    if (LoadChart.drawable(measurements)) {
      figure(
          page,
          size -> LoadChart.draw(page, measurements, size),
          "Connections made and closed at a steady rate, and how many sockets were in TIME_WAIT"
              + " meanwhile. Once as many go as come, the population stays: the dotted line is its"
              + " measured height, with its number, and ends with the load.");
    }
  }

  private static void figure(Markup page, Consumer<ChartSize> drawing, String caption) {
    page.open("figure");
    List.of(ChartSize.values()).forEach(drawing);
    page.element("figcaption", caption).close();
  }

  /** The curves have short names: here is which kernel each of them is, as it told itself. */
  private static String releases(Measurements measurements) {
    return measurements.named().stream()
        .map(named -> named.measurement().release() + " (" + named.name() + ")")
        .collect(Collectors.joining(", ", " By uname -r: ", "."));
  }
}
