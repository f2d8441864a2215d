// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.TerminalText;
import io.github.twlen.TextWidth;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.DeployFacts;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.Report;
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

  private static final int LABEL_COLUMNS = 10;
  private static final int CHECK_COLUMNS = 13;
  private static final int MOST_ARTIFACTS = 6;
  private static final String INDENT = "  ";

  private enum Colour {
    NONE(0),
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  private final ReportText text;
  private final boolean isColoured;
  private final StringBuilder out = new StringBuilder();

  private SummaryText(ReportText text, boolean isColoured) {
    this.text = text;
    this.isColoured = isColoured;
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
    return summary.out.toString();
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
    paragraph("", outcome, colour, TextWidth.of(outcome) + 2, "", headline);
    Report.Failure failure = report.failure();
    if (failure != null) {
      if (!headline.equals(text.text(failure.what()))) {
        line("label.error", text.text(failure.what()));
      }
      line("label.fix", text.text(failure.remedy()));
    }
  }

  private void measurements(Report report) {
    if (!report.kernels().isEmpty()) {
      out.append('\n');
    }
    for (Named named : report.kernels()) {
      MeasuredKernel kernel = named.kernel();
      Object[] values = {
        "median", Numbers.seconds(kernel.lifetime().medianSeconds()),
        "range", text.range(kernel.lifetime()),
        "allowed", text.range(kernel.expected()),
        "sockets", kernel.sockets()
      };
      line("kernel." + named.name(), text.text("summary.kernel", values));
      if (kernel.lengths() != null) {
        kernel.lengths().forEach(this::length);
      }
    }
    LoadSentence.of(report, text).ifPresent(load -> line("label.load", load));
    if (report.guest() != null) {
      line("label.guest", guest(report.guest()));
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
    line("label.length", label + text.text("colon") + text.text("summary.kernel", values));
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
      out.append('\n');
    }
    for (Check check : checks) {
      Colour colour =
          switch (check.status()) {
            case PASS -> Colour.GREEN;
            case FAIL -> Colour.RED;
            case NOT_MADE -> Colour.YELLOW;
          };
      paragraph(
          INDENT,
          text.text("summary.status." + check.status()),
          colour,
          LABEL_COLUMNS,
          TextWidth.pad(text.text("summary.check." + check.name()), CHECK_COLUMNS),
          text.text(check.detail()));
    }
  }

  private void server(@Nullable DeployFacts facts) {
    if (facts == null) {
      return;
    }
    out.append('\n');
    line("label.host", facts.host() + text.text("comma") + facts.system());
    line("label.running", facts.running());
    String next = facts.next() == null ? facts.byDefault() : facts.next();
    String key = facts.next() == null ? "summary.next" : "summary.next.once";
    line("label.next", next == null ? "?" : text.text(key, "release", next));
  }

  private void then(@Nullable DeployFacts facts) {
    if (facts != null && !facts.then().isEmpty()) {
      out.append('\n').append(INDENT).append(text.text("summary.then")).append('\n');
      facts
          .then()
          .forEach(
              command ->
                  out.append(INDENT)
                      .append(INDENT)
                      .append(TerminalText.line(command))
                      .append('\n'));
    }
  }

  private void files(Report report, Path folder) {
    out.append('\n');
    BuildFacts build = report.build();
    if (build != null) {
      build.notes().forEach(n -> paragraph("label.note", Colour.YELLOW, text.text(n)));
      if (!build.remedies().isEmpty()) {
        line(
            "label.remedies",
            build.remedies().stream()
                .map(remedy -> remedy.name() + " (" + text.text(remedy.tool()) + ")")
                .collect(Collectors.joining(", ")));
      }
    }
    line("label.files", folder.toString());
    if (build != null) {
      build.artifacts().stream().limit(MOST_ARTIFACTS).forEach(this::artifact);
      int more = build.artifacts().size() - MOST_ARTIFACTS;
      if (more > 0) {
        file(text.text("summary.more", "count", more));
      }
    }
    if (report.patch() != null && !report.patch().diff().isEmpty()) {
      file(report.patch().file());
    }
    file("report.html, report.json");
    line("label.took", text.took(report.took()));
  }

  /** Prints each command on one line, however long it is, so that it can be copied. */
  private void installation(BuildFacts.@Nullable Installation installation) {
    if (installation == null) {
      return;
    }
    out.append('\n').append(INDENT).append(text.text("summary.install")).append('\n');
    commands("label.install", installation.install());
    commands("label.once", installation.bootOnce());
    commands("label.keep", installation.makeDefault());
    commands("label.back", installation.goBack());
  }

  private void commands(String label, List<String> commands) {
    String key = text.text(label);
    for (String command : commands) {
      out.append(INDENT).append(TextWidth.pad(key, LABEL_COLUMNS));
      out.append(TerminalText.line(command)).append('\n');
      key = "";
    }
  }

  private void artifact(Artifact artifact) {
    file(artifact.path() + " (" + Numbers.bytes(artifact.bytes()) + ")");
  }

  private void file(String name) {
    paragraph(INDENT, "", Colour.NONE, LABEL_COLUMNS, "", name);
  }

  private void line(String label, String value) {
    paragraph(label, Colour.NONE, value);
  }

  private void paragraph(String label, Colour colour, String value) {
    paragraph(INDENT, text.text(label), colour, LABEL_COLUMNS, "", value);
  }

  /** Prints a label, a second column and a text in a column of its own. */
  private void paragraph(
      String indent, String label, Colour colour, int width, String second, String value) {
    String padded = TextWidth.pad(label, width);
    int left = indent.length() + TextWidth.of(padded) + TextWidth.of(second);
    String start = indent + painted(label, colour) + padded.substring(label.length()) + second;
    for (String row : TextWidth.wrap(TerminalText.line(value), COLUMNS - left)) {
      out.append(start).append(row).append('\n');
      start = " ".repeat(left);
    }
  }

  private String painted(String label, Colour colour) {
    return isColoured && colour != Colour.NONE
        ? "\033[1;" + colour.code + "m" + label + "\033[0m"
        : label;
  }
}
