// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.report.DeployFacts;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.Report;
import io.github.twlen.verify.MeasuredKernel;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the result of a run in one sentence without a full stop. */
public final class Headline {
  private Headline() {}

  /** Returns the sentence. */
  public static String of(Report report, ReportText text) {
    return switch (report.outcome()) {
      case VERIFIED -> verified(report, text);
      case FAILED -> failed(report, text);
      case BUILT ->
          text.text(
              "headline.built",
              "release",
              report.build() == null ? "" : report.build().release(),
              "wanted",
              wanted(report));
      case MEASURED -> measured(report, text);
      case INSTALLED -> deployed("headline.installed", report, text);
      case REMOVED -> deployed("headline.removed", report, text);
      case INTERRUPTED -> text.text("headline.interrupted", "took", text.took(report.took()));
      case UNFINISHED -> text.text("headline.unfinished", "took", text.took(report.took()));
    };
  }

  private static String verified(Report report, ReportText text) {
    Measurements measured = report.measurements();
    if (measured == null || measured.patched() == null) {
      return text.text("headline.verified.only", "wanted", wanted(report));
    }
    MeasuredKernel patched = measured.patched();
    if (patched.lengths() != null && !patched.lengths().isEmpty()) {
      String lengths =
          patched.lengths().stream()
              .map(length -> Numbers.seconds(length.lifetime().medianSeconds()))
              .collect(Collectors.joining(text.text("comma")));
      return text.text("headline.verified.set", "patched", median(patched), "lengths", lengths);
    }
    MeasuredKernel stock = measured.stock();
    if (stock == null) {
      return text.text(
          "headline.verified.noStock", "patched", median(patched), "wanted", wanted(report));
    }
    // By Little's law, the sockets at the same rate are proportional to the lifetime.
    String sockets =
        RatioText.ofSockets(
            text, patched.lifetime().medianSeconds(), stock.lifetime().medianSeconds());
    Object[] values = {"patched", median(patched), "stock", median(stock), "sockets", sockets};
    return text.text("headline.verified", values);
  }

  private static String failed(Report report, ReportText text) {
    @Nullable Measurements measured = report.measurements();
    if (measured != null && measured.patched() != null && report.run().wanted() != null) {
      return text.text(
          "headline.notVerified", "patched", median(measured.patched()), "wanted", wanted(report));
    }
    Report.Failure failure = report.failure();
    return failure == null ? text.text("headline.failed") : text.text(failure.what());
  }

  private static String deployed(String key, Report report, ReportText text) {
    DeployFacts facts = Objects.requireNonNull(report.deployment());
    if (facts.release() == null) {
      return text.text("headline.removed.nothing", "host", facts.host());
    }
    return text.text(
        key, "release", facts.release(), "host", facts.host(), "running", facts.running());
  }

  private static String measured(Report report, ReportText text) {
    if (report.kernels().isEmpty()) {
      return text.text("headline.measured.nothing");
    }
    MeasuredKernel running = report.kernels().get(0).kernel();
    boolean here = report.guest() == null || report.guest().kind().equals("host");
    return text.text(
        here ? "headline.measured.host" : "headline.measured.remote",
        "running",
        median(running),
        "programmed",
        Numbers.seconds(running.programmedSeconds()));
  }

  private static String median(MeasuredKernel kernel) {
    return Numbers.seconds(kernel.lifetime().medianSeconds());
  }

  private static String wanted(Report report) {
    return String.valueOf(report.run().wanted());
  }
}
