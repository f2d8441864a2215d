package io.github.twlen.report;

import io.github.twlen.report.DecayChart.Size;
import io.github.twlen.report.Report.Outcome;

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
    page.element("p", Numbers.glued(circumstances(report)), "class", "muted");
    page.close();
    failure(page, report);
    chart(page, report);
  }

  private static String asked(Report report) {
    String recipe = report.run().recipe();
    Integer wanted = report.run().wantedSeconds();
    return (wanted == null ? "twlen: TIME_WAIT as it is" : "twlen: TIME_WAIT of " + wanted + " s")
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

  private static void chart(Markup page, Report report) {
    Measurements measurements = report.measurements();
    if (measurements == null || !DecayChart.drawable(measurements)) {
      return;
    }
    page.open("figure");
    for (Size size : Size.values()) {
      DecayChart.draw(page, measurements, size);
    }
    page.element(
        "figcaption",
        "Sockets that were put into TIME_WAIT over a short while, and how long they stayed. The"
            + " tinted edge is where the kernel's timers allow the fall; the area under a curve is"
            + " what the connections cost.");
    page.close();
  }
}
