// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import com.samskivert.mustache.Mustache;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.BuildFacts.Configuration;
import io.github.twlen.report.BuildFacts.Installation;
import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.StageTiming;
import io.github.twlen.report.chart.Chart;
import io.github.twlen.report.chart.DecayChart;
import io.github.twlen.report.chart.LoadChart;
import io.github.twlen.report.text.Headline;
import io.github.twlen.report.text.LoadSentence;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Computes the values of the page's template; records of the report are read there directly. */
final class HtmlPage {
  /** The size of the default {@code net.ipv4.ip_local_port_range}, 32768 to 60999. */
  private static final int LOCAL_PORTS = 28_232;

  private static final int RATE = 1_000;

  private final Report report;
  private final ReportText text;

  HtmlPage(Report report, ReportText text) {
    this.report = report;
    this.text = text;
  }

  private record Row(String status, String statusTitle, String title, String detail) {}

  private record Figure(List<Chart> charts, String caption) {}

  private record Column(
      String name,
      String title,
      MeasuredKernel kernel,
      String resolution,
      @Nullable Load load,
      String held,
      String toOnePeer) {}

  private record Load(String rate, String connections, String sockets, String expected) {}

  private record Line(String kind, String text) {}

  private record Block(String title, int count, String text) {}

  private record File(Artifact file, String size) {}

  private record Stage(StageTiming stage, String width) {}

  Map<String, Object> context(Locale locale, String styleSheet) {
    Map<String, Object> page = new HashMap<>();
    Mustache.CustomContext labels =
        name -> text.text("html." + name, "ports", LOCAL_PORTS, "rate", RATE);
    page.put("t", labels);
    page.put("language", locale.getLanguage().isEmpty() ? "en" : locale.getLanguage());
    page.put("styleSheet", styleSheet);
    head(page);
    page.put("run", report.run());
    page.put("host", report.host());
    page.put("tools", report.tools());
    page.put("source", report.source());
    page.put("guest", report.guest());
    boolean emulated = report.guest() != null && !report.guest().acceleration().equals("none");
    page.put("emulation", emulated ? report.guest().acceleration() : "");
    list(page, "Checks", report.checks().stream().map(this::row).toList());
    page.put("counts", counts());
    kernels(page);
    patch(page, report.patch());
    build(page, report.build());
    list(page, "Stages", stages());
    list(page, "Installation", report.failure() == null ? installation() : List.of());
    return page;
  }

  /** Adds a list and, for its heading, whether it has an element. */
  private static void list(Map<String, Object> page, String name, List<?> elements) {
    page.put("has" + name, !elements.isEmpty());
    page.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), elements);
  }

  private void head(Map<String, Object> page) {
    String headline = Headline.of(report, text);
    page.put("headline", Numbers.glued(headline));
    page.put("outcome", Report.key(report.outcome()));
    page.put("outcomeTitle", text.text("outcome." + report.outcome()));
    page.put("asked", asked());
    page.put("load", LoadSentence.of(report, text).orElse(""));
    page.put("circumstances", Numbers.glued(circumstances()));
    page.put("failure", report.failure());
    boolean same = report.failure() != null && headline.equals(text.text(report.failure().what()));
    page.put("sameAsHeadline", same);
    page.put(
        "finTimeout",
        report.run().finTimeout() == null
            ? ""
            : text.text("html.finTimeout." + report.run().finTimeout()));
  }

  private String asked() {
    String length =
        report.run().wanted() == null
            ? text.text("html.asked.nothing")
            : text.text("html.asked", "wanted", report.run().wanted());
    String recipe = report.run().recipe();
    return recipe == null
        ? length
        : text.text("html.asked.recipe", "asked", length, "recipe", recipe);
  }

  private String circumstances() {
    String key =
        report.outcome() == Outcome.UNFINISHED ? "html.circumstances.soFar" : "html.circumstances";
    return text.text(
        key,
        "started",
        report.run().started().replace('T', ' ').replace("Z", " UTC"),
        "took",
        text.took(report.took()),
        "exit",
        String.valueOf(report.exitCode()));
  }

  private Row row(Check check) {
    return new Row(
        Report.key(check.status()),
        text.text("html.status." + check.status()),
        text.text(check.name().title()),
        text.text(check.detail()));
  }

  /** Returns such as {@code "7 passed, 1 not made"}. */
  private String counts() {
    List<String> parts = new ArrayList<>();
    for (Check.Status status : Check.Status.values()) {
      long count = report.checks().stream().filter(check -> check.status() == status).count();
      if (count > 0) {
        parts.add(text.text("html.count." + status, "count", count));
      }
    }
    return String.join(text.text("html.comma"), parts);
  }

  private void kernels(Map<String, Object> page) {
    List<Named> kernels = report.kernels();
    list(page, "Kernels", kernels.stream().map(this::column).toList());
    page.put("hasFinWait2", kernels.stream().anyMatch(named -> named.kernel().finWait2() != null));
    page.put("hasLoad", kernels.stream().anyMatch(named -> named.kernel().load() != null));
    List<Figure> figures = new ArrayList<>();
    List<Chart> decay = DecayChart.of(report, text);
    if (!decay.isEmpty()) {
      String releases =
          kernels.stream()
              .map(named -> named.kernel().release() + " (" + text.kernel(named.name()) + ")")
              .collect(Collectors.joining(", "));
      figures.add(new Figure(decay, text.text("html.caption.decay", "releases", releases)));
    }
    List<Chart> load = LoadChart.of(report, text);
    if (!load.isEmpty()) {
      figures.add(new Figure(load, text.text("html.caption.load")));
    }
    page.put("figures", figures);
  }

  private Column column(Named named) {
    MeasuredKernel kernel = named.kernel();
    double median = kernel.lifetime().medianSeconds();
    return new Column(
        named.name(),
        text.kernel(named.name()),
        kernel,
        Math.round(kernel.resolutionSeconds() * 1000) + " ms",
        kernel.load() == null ? null : load(kernel.load()),
        Numbers.count(RATE * median),
        Numbers.count(LOCAL_PORTS / median));
  }

  private Load load(UnderLoad load) {
    return new Load(
        text.text(
            "html.load.rate",
            "made",
            Numbers.rate(load.madePerSecond()),
            "asked",
            load.askedPerSecond()),
        text.text(
            "html.load.connections",
            "count",
            load.connections(),
            "seconds",
            Numbers.seconds(load.seconds())),
        Numbers.count(load.plateauSockets()),
        Numbers.count(load.expectedSockets()));
  }

  private void patch(Map<String, Object> page, @Nullable PatchFacts patch) {
    page.put("patch", patch);
    if (patch == null) {
      return;
    }
    page.put("hasWarnings", !patch.warnings().isEmpty());
    page.put(
        "lengths", text.text("html.lengths", "before", patch.present(), "after", patch.wanted()));
    List<Line> lines = new ArrayList<>();
    boolean inHunk = false;
    for (String line : patch.diff().stripTrailing().split("\n", -1)) {
      inHunk |= line.startsWith("@@");
      lines.add(new Line(inHunk ? kind(line) : "head", line));
    }
    page.put("diffLines", lines);
  }

  private static String kind(String line) {
    return line.startsWith("@@")
        ? "hunk"
        : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
  }

  private void build(Map<String, Object> page, @Nullable BuildFacts build) {
    page.put("build", build);
    if (build == null) {
      return;
    }
    page.put("hasFragments", !build.fragments().isEmpty());
    page.put("compiled", Numbers.count(build.filesCompiled()));
    page.put("options", options(build.configuration()));
    list(
        page,
        "Files",
        build.artifacts().stream().map(f -> new File(f, Numbers.bytes(f.bytes()))).toList());
    page.put("hasRemedies", !build.remedies().isEmpty());
    page.put("hasNotes", !build.notes().isEmpty());
  }

  private List<Block> options(@Nullable Configuration configuration) {
    return configuration == null
        ? List.of()
        : Stream.of(
                block("html.options.leftOut", configuration.leftOut()),
                block("html.options.byTwlen", configuration.byTwlen()),
                block("html.options.changed", configuration.changed()),
                block("html.options.dropped", configuration.dropped()),
                block("html.options.added", configuration.added()))
            .filter(block -> block.count() > 0)
            .toList();
  }

  private Block block(String title, List<String> lines) {
    return new Block(text.text(title), lines.size(), String.join("\n", lines));
  }

  private List<Stage> stages() {
    double longest =
        report.stages().stream()
            .map(StageTiming::took)
            .mapToLong(Duration::toNanos)
            .max()
            .orElse(0);
    return report.stages().stream()
        .map(
            stage ->
                new Stage(
                    stage,
                    String.format(
                        Locale.ROOT,
                        "%.1f%%",
                        longest > 0 ? stage.took().toNanos() / longest * 100 : 0)))
        .toList();
  }

  private List<Block> installation() {
    Installation way = report.build() == null ? null : report.build().installation();
    return way == null
        ? List.of()
        : List.of(
            block("html.install", way.install()),
            block("html.once", way.bootOnce()),
            block("html.keep", way.makeDefault()),
            block("html.back", way.goBack()));
  }
}
