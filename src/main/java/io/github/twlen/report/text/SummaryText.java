// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.TextWidth;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.DeployFacts;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.Report;
import io.github.twlen.report.text.SummaryLines.Colour;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredLength;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints the summary at the end of a run: about twenty lines of at most {@value #COLUMNS} columns.
 * Longer words such as paths are not broken, so that they can be copied.
 */
public final class SummaryText {
  /** The largest width of a line, in columns. */
  public static final int COLUMNS = 100;

  private static final int CHECK_COLUMNS = 13;
  private static final int MOST_ARTIFACTS = 6;

  private final ReportText text;
  private final SummaryLines lines;

  private SummaryText(ReportText text, boolean isColoured) {
    this.text = text;
    this.lines = new SummaryLines(text, isColoured);
  }

  /**
   * Returns the summary, with a newline at its end.
   *
   * @param folder the output directory
   * @param colour whether to colour it with ANSI sequences
   */
  public static String of(Report report, Path folder, Locale locale, boolean colour) {
    SummaryText summary = new SummaryText(new ReportText(locale), colour);
    summary.headline(report);
    summary.measurements(report);
    summary.checks(report.checks());
    summary.server(report.deployment());
    summary.files(report, folder);
    if (report.failure() == null && report.build() != null) {
      summary.installation(report.build().installation());
    }
    summary.then(report.deployment());
    return summary.lines.toString();
  }

  private void headline(Report report) {
    String outcome = text.text("outcome." + Report.key(report.outcome())).toUpperCase(Locale.ROOT);
    Colour colour =
        switch (report.outcome()) {
          case VERIFIED, BUILT, MEASURED, INSTALLED, REMOVED -> Colour.GREEN;
          case FAILED -> Colour.RED;
          case INTERRUPTED, UNFINISHED -> Colour.YELLOW;
        };
    String headline = Headline.of(report, text);
    lines.headline(outcome, colour, headline);
    Report.Failure failure = report.failure();
    if (failure != null) {
      if (!headline.equals(text.text(failure.what()))) {
        lines.line("label.error", text.text(failure.what()));
      }
      lines.line("label.fix", text.text(failure.remedy()));
    }
  }

  private void measurements(Report report) {
    if (!report.kernels().isEmpty()) {
      lines.blank();
    }
    for (Named named : report.kernels()) {
      MeasuredKernel kernel = named.kernel();
      Object[] values = {
        "median", Numbers.seconds(kernel.lifetime().medianSeconds()),
        "range", text.range(kernel.lifetime()),
        "allowed", text.range(kernel.expected()),
        "sockets", kernel.sockets()
      };
      lines.line("kernel." + named.name(), text.text("summary.kernel", values));
      if (kernel.lengths() != null) {
        kernel.lengths().forEach(this::length);
      }
    }
    LoadSentence.of(report, text).ifPresent(load -> lines.line("label.load", load));
    if (report.guest() != null) {
      lines.line("label.guest", guest(report.guest()));
    }
  }

  private void length(MeasuredLength length) {
    Object[] values = {
      "median", Numbers.seconds(length.lifetime().medianSeconds()),
      "range", text.range(length.lifetime()),
      "allowed", text.range(length.expected()),
      "sockets", length.sockets()
    };
    String label =
        text.text("length." + Report.key(length.namespace()), "length", length.seconds() + " s");
    lines.line("label.length", label + text.text("colon") + text.text("summary.kernel", values));
  }

  /** Returns such as {@code "QEMU guest, QEMU emulator version 7.2, tcg, 1024 MiB"}. */
  private String guest(GuestFacts guest) {
    String version = guest.kind().equals("host") ? null : guest.version();
    String acceleration = guest.acceleration().equals("none") ? null : guest.acceleration();
    String memory = guest.memoryMiB() == null ? null : guest.memoryMiB() + " MiB";
    String machine =
        Stream.of(
                text.text("guest." + guest.kind()),
                version,
                guest.provider(),
                guest.box(),
                guest.image(),
                acceleration,
                memory)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    if (guest.installedBy() == null || guest.bootedBy() == null) {
      return machine;
    }
    Object[] values = {
      "machine", machine, "installed", guest.installedBy(), "booted", guest.bootedBy()
    };
    return text.text("summary.installed", values);
  }

  private void checks(List<Check> checks) {
    if (!checks.isEmpty()) {
      lines.blank();
    }
    for (Check check : checks) {
      Colour colour =
          switch (check.status()) {
            case PASS -> Colour.GREEN;
            case FAIL -> Colour.RED;
            case NOT_MADE -> Colour.YELLOW;
          };
      lines.columns(
          text.text("summary.status." + check.status()),
          colour,
          TextWidth.pad(text.text("summary.check." + check.name()), CHECK_COLUMNS),
          text.text(check.detail()));
    }
  }

  private void server(@Nullable DeployFacts facts) {
    if (facts == null) {
      return;
    }
    lines.blank();
    lines.line("label.host", facts.host() + text.text("comma") + facts.system());
    lines.line("label.running", facts.running());
    String next = facts.next() == null ? facts.byDefault() : facts.next();
    String key = facts.next() == null ? "summary.next" : "summary.next.once";
    lines.line("label.next", next == null ? "?" : text.text(key, "release", next));
  }

  private void then(@Nullable DeployFacts facts) {
    if (facts != null && !facts.then().isEmpty()) {
      lines.heading("summary.then");
      facts.then().forEach(lines::command);
    }
  }

  private void files(Report report, Path folder) {
    lines.blank();
    BuildFacts build = report.build();
    if (build != null) {
      build.notes().forEach(n -> lines.paragraph("label.note", Colour.YELLOW, text.text(n)));
      if (!build.remedies().isEmpty()) {
        lines.line(
            "label.remedies",
            build.remedies().stream()
                .map(remedy -> remedy.name() + " (" + text.text(remedy.tool()) + ")")
                .collect(Collectors.joining(", ")));
      }
    }
    lines.line("label.files", folder.toString());
    if (build != null) {
      build.artifacts().stream().limit(MOST_ARTIFACTS).forEach(this::artifact);
      int more = build.artifacts().size() - MOST_ARTIFACTS;
      if (more > 0) {
        lines.file(text.text("summary.more", "count", more));
      }
    }
    if (report.patch() != null && !report.patch().diff().isEmpty()) {
      lines.file(report.patch().file());
    }
    lines.file("report.html, report.json");
    lines.line("label.took", text.took(report.took()));
  }

  /** Prints each command on one line, however long it is, so that it can be copied. */
  private void installation(BuildFacts.@Nullable Installation installation) {
    if (installation == null) {
      return;
    }
    lines.heading("summary.install");
    lines.commands("label.install", installation.install());
    lines.commands("label.once", installation.bootOnce());
    lines.commands("label.keep", installation.makeDefault());
    lines.commands("label.back", installation.goBack());
  }

  private void artifact(Artifact artifact) {
    lines.file(artifact.path() + " (" + Numbers.bytes(artifact.bytes()) + ")");
  }
}
