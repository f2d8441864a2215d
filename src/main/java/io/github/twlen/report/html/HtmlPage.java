// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import com.samskivert.mustache.Mustache;
import io.github.twlen.Resource;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.BuildFacts.Configuration;
import io.github.twlen.report.BuildFacts.Installation;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.StageTiming;
import io.github.twlen.report.chart.Chart;
import io.github.twlen.report.chart.DecayChart;
import io.github.twlen.report.chart.LoadChart;
import io.github.twlen.report.text.Headline;
import io.github.twlen.report.text.LoadSentence;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes what the page's template shows beside the report; it calls the methods by name. */
final class HtmlPage {
  /** The rate of an example, connections a second. */
  private static final int RATE = 1_000;

  private final Report report;
  private final ReportText text;

  HtmlPage(Report report, ReportText text) {
    this.report = report;
    this.text = text;
  }

  record Figure(List<Chart> charts, String caption) {}

  record Line(String kind, String text) {}

  record Block(String title, int count, String text) {}

  record File(Artifact file, String size) {}

  record Bar(StageTiming stage, String width) {}

  /** Returns the labels by the last part of their keys. */
  Mustache.CustomContext t() {
    return name -> text.text("html." + name, "ports", KernelColumn.LOCAL_PORTS, "rate", RATE);
  }

  /** Returns a section whose content is a key. */
  Mustache.Lambda label() {
    return (content, out) -> out.write(text.text(content.execute()));
  }

  String styleSheet() {
    return Resource.text(HtmlPage.class, "report.css");
  }

  String headline() {
    return Numbers.glued(Headline.of(report, text));
  }

  String asked() {
    RunInfo run = report.run();
    String length =
        run.wanted() == null
            ? text.text("html.asked.nothing")
            : text.text("html.asked", "wanted", run.wanted());
    return run.recipe() == null
        ? length
        : text.text("html.asked.recipe", "asked", length, "recipe", run.recipe());
  }

  String load() {
    return LoadSentence.of(report, text).orElse("");
  }

  String circumstances() {
    boolean goesOn = report.outcome() == Outcome.UNFINISHED;
    Object[] values = {
      "started", report.run().started().replace('T', ' ').replace("Z", " UTC"),
      "took", text.took(report.took()),
      "exit", String.valueOf(report.exitCode())
    };
    return Numbers.glued(
        text.text(goesOn ? "html.circumstances.soFar" : "html.circumstances", values));
  }

  boolean isErrorInHeadline() {
    return report.failure() != null
        && Headline.of(report, text).equals(text.text(report.failure().what()));
  }

  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    List<Chart> decay = DecayChart.of(report, text);
    if (!decay.isEmpty()) {
      String releases =
          report.kernels().stream()
              .map(named -> named.kernel().release() + " (" + text.kernel(named.name()) + ")")
              .collect(Collectors.joining(", "));
      figures.add(new Figure(decay, text.text("html.caption.decay", "releases", releases)));
    }
    List<Chart> load = LoadChart.of(report, text);
    if (!load.isEmpty()) {
      figures.add(new Figure(load, text.text("html.caption.load")));
    }
    return figures;
  }

  /** Returns such as {@code "7 passed, 1 not made"}; empty without checks. */
  String counts() {
    return Stream.of(Check.Status.values())
        .map(
            status -> {
              long count = report.checks().stream().filter(c -> c.status() == status).count();
              return count == 0 ? "" : text.text("html.count." + status, "count", count);
            })
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(text.text("html.comma")));
  }

  String sourceKind() {
    return report.source() == null ? "" : text.text("kind." + report.source().kind());
  }

  boolean hasKernels() {
    return !report.kernels().isEmpty();
  }

  boolean hasFinWait2() {
    return report.kernels().stream().anyMatch(named -> named.kernel().finWait2() != null);
  }

  boolean hasLoad() {
    return report.kernels().stream().anyMatch(named -> named.kernel().load() != null);
  }

  List<KernelColumn> columns() {
    return report.kernels().stream().map(named -> KernelColumn.of(named, RATE, text)).toList();
  }

  List<LengthTable> lengthTables() {
    return report.kernels().stream().flatMap(named -> LengthTable.of(named, text)).toList();
  }

  boolean isGuestVersioned() {
    return report.guest() != null && !report.guest().kind().equals("host");
  }

  String emulation() {
    return report.guest() == null || report.guest().acceleration().equals("none")
        ? ""
        : report.guest().acceleration();
  }

  List<Line> diffLines() {
    List<Line> lines = new ArrayList<>();
    boolean inHunk = false;
    String diff = report.patch() == null ? "" : report.patch().diff();
    for (String line : diff.stripTrailing().split("\n", -1)) {
      inHunk |= line.startsWith("@@");
      lines.add(new Line(inHunk ? kind(line) : "head", line));
    }
    return lines;
  }

  private static String kind(String line) {
    return line.startsWith("@@")
        ? "hunk"
        : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
  }

  String compiled() {
    return report.build() == null ? "" : Numbers.count(report.build().filesCompiled());
  }

  List<Block> options() {
    Configuration options = report.build() == null ? null : report.build().configuration();
    return options == null
        ? List.of()
        : Stream.of(
                block("html.options.leftOut", options.leftOut()),
                block("html.options.byTwlen", options.byTwlen()),
                block("html.options.changed", options.changed()),
                block("html.options.dropped", options.dropped()),
                block("html.options.added", options.added()))
            .filter(block -> block.count() > 0)
            .toList();
  }

  private Block block(String title, List<String> lines) {
    return new Block(text.text(title), lines.size(), String.join("\n", lines));
  }

  List<File> files() {
    List<Artifact> artifacts = report.build() == null ? List.of() : report.build().artifacts();
    return artifacts.stream().map(file -> new File(file, Numbers.bytes(file.bytes()))).toList();
  }

  List<Bar> bars() {
    long longest =
        report.stages().stream()
            .map(StageTiming::took)
            .mapToLong(Duration::toNanos)
            .max()
            .orElse(0);
    return report.stages().stream()
        .map(
            stage -> {
              double share = longest == 0 ? 0 : 100.0 * stage.took().toNanos() / longest;
              return new Bar(stage, String.format(Locale.ROOT, "%.1f%%", share));
            })
        .toList();
  }

  List<Block> commands() {
    Installation way =
        report.build() == null || report.failure() != null ? null : report.build().installation();
    return way == null
        ? List.of()
        : List.of(
            block("html.install", way.install()),
            block("html.once", way.bootOnce()),
            block("html.keep", way.makeDefault()),
            block("html.back", way.goBack()));
  }
}
