// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.Check;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The summary that ends a run on a terminal: some twenty lines of at most {@value #COLUMNS}
 * columns. Only a word that is longer than that, a path for instance, is left whole: cut in two it
 * could not be copied.
 */
public final class SummaryText {
  /** The greatest width of a line, in columns. */
  public static final int COLUMNS = 100;

  /** How wide the column of the checks' names is. */
  private static final int CHECK_NAME = 13;

  private static final int MOST_ARTIFACTS = 6;
  private static final String INDENT = "  ";

  private enum Colour {
    BOLD(1),
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  private final boolean colour;
  private final StringBuilder out = new StringBuilder();

  private SummaryText(boolean colour) {
    this.colour = colour;
  }

  /**
   * The summary, with a line feed at its end.
   *
   * @param folder where {@code report.json}, {@code report.html} and the rest lie
   * @param colour whether to colour it with ANSI sequences
   */
  public static String of(Report report, Path folder, boolean colour) {
    SummaryText text = new SummaryText(colour);
    text.headline(report);
    text.measurements(report);
    text.checks(report.checks());
    text.files(report, folder);
    if (report.failure() == null) {
      text.installation(report.build());
    }
    return text.out.toString();
  }

  private void headline(Report report) {
    String outcome = report.outcome().toString().toUpperCase(Locale.ROOT);
    Colour tone =
        switch (report.outcome()) {
          case VERIFIED, BUILT, PATCHED, MEASURED -> Colour.GREEN;
          case FAILED -> Colour.RED;
          case INTERRUPTED, UNFINISHED -> Colour.YELLOW;
        };
    paragraph("", outcome, tone, outcome.length() + 2, Headline.of(report));
    Report.Failure failure = report.failure();
    if (failure != null) {
      if (!Headline.of(report).equals(failure.what())) {
        paragraph(INDENT, "what", null, 10, failure.what());
      }
      paragraph(INDENT, "remedy", null, 10, failure.remedy());
    }
  }

  private void measurements(Report report) {
    List<Measurements.Named> named = Measurements.named(report);
    if (!named.isEmpty()) {
      out.append('\n');
    }
    named.forEach(this::measurement);
    LoadSentence.of(report).ifPresent(load -> paragraph(INDENT, "load", null, 10, load));
    if (report.guest() != null) {
      paragraph(INDENT, "where", null, 10, where(report.guest()));
    }
  }

  private void measurement(Measurements.Named named) {
    Measurement measured = named.measurement();
    String numbers =
        String.format(
            Locale.ROOT,
            "%s (%s), allowed %s, %d sockets",
            Numbers.seconds(measured.lifetime().medianSeconds()),
            Numbers.exact(measured.lifetime()),
            Numbers.exact(measured.expected()),
            measured.sockets());
    paragraph(INDENT, named.name(), null, 10, numbers);
  }

  /** Such as {@code "vagrant, Vagrant 2.4.1, libvirt, debian12, kvm, 1024 MiB"}. */
  private static String where(GuestFacts guest) {
    String how = guest.acceleration().equals("none") ? null : guest.acceleration();
    String memory = guest.memoryMiB() == null ? null : guest.memoryMiB() + " MiB";
    String where =
        Stream.of(guest.kind(), guest.version(), guest.provider(), guest.box(), how, memory)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return where
        + (guest.installedBy() == null ? "" : "; kernel installed by " + guest.installedBy())
        + (guest.bootedBy() == null ? "" : "; booted by " + guest.bootedBy());
  }

  private void checks(List<Check> checks) {
    if (checks.isEmpty()) {
      return;
    }
    out.append('\n');
    for (Check check : checks) {
      String text =
          String.format(Locale.ROOT, "%-" + CHECK_NAME + "s%s", check.name(), check.detail());
      switch (check.status()) {
        case PASS -> paragraph(INDENT, "ok", Colour.GREEN, 10, CHECK_NAME, text);
        case FAIL -> paragraph(INDENT, "FAIL", Colour.RED, 10, CHECK_NAME, text);
        case NOT_MADE -> paragraph(INDENT, "not made", Colour.YELLOW, 10, CHECK_NAME, text);
      }
    }
  }

  private void files(Report report, Path folder) {
    out.append('\n');
    if (report.build() != null) {
      report.build().notes().forEach(note -> paragraph(INDENT, "note", Colour.YELLOW, 10, note));
      remedies(report.build());
    }
    paragraph(INDENT, "files in", null, 10, folder.toString());
    if (report.build() != null) {
      List<Artifact> artifacts = report.build().artifacts();
      artifacts.stream().limit(MOST_ARTIFACTS).forEach(this::artifact);
      if (artifacts.size() > MOST_ARTIFACTS) {
        file("and " + (artifacts.size() - MOST_ARTIFACTS) + " more");
      }
    }
    PatchFacts patch = report.patch();
    if (patch != null && !patch.diff().isEmpty()) {
      file(patch.file());
    }
    file("report.html, report.json");
    paragraph(INDENT, "took", null, 10, Numbers.took(report.seconds()));
  }

  private void remedies(BuildFacts build) {
    if (!build.remedies().isEmpty()) {
      String names =
          build.remedies().stream()
              .map(one -> one.name() + " (" + one.tool() + ")")
              .collect(Collectors.joining(", "));
      paragraph(INDENT, "helped by", null, 10, names);
    }
  }

  /** Commands stay on one line however long they are: they are there to be copied. */
  private void installation(@Nullable BuildFacts build) {
    if (build == null || build.installation() == null) {
      return;
    }
    out.append("\n  on the host that is to run it, as root\n");
    commands("install", build.installation().install());
    commands("try once", build.installation().bootOnce());
    commands("keep", build.installation().makeDefault());
    commands("go back", build.installation().goBack());
  }

  private void commands(String what, List<String> commands) {
    String key = what;
    for (String command : commands) {
      out.append(String.format(Locale.ROOT, "  %-10s%s%n", key, Printable.line(command)));
      key = "";
    }
  }

  private void artifact(Artifact artifact) {
    file(artifact.path() + " (" + Numbers.bytes(artifact.bytes()) + ")");
  }

  private void file(String text) {
    paragraph(INDENT, "", null, 10, text);
  }

  /** A key and its text, the text in a column of its own however many lines it takes. */
  private void paragraph(String indent, String key, @Nullable Colour tone, int width, String text) {
    paragraph(indent, key, tone, width, 0, text);
  }

  /** The same, with the second line and those after it moved to the right by some columns. */
  private void paragraph(
      String indent, String key, @Nullable Colour tone, int width, int hang, String text) {
    StringBuilder line = new StringBuilder(indent).append(painted(key, tone));
    line.append(" ".repeat(width - key.length()));
    int column = indent.length() + width;
    int begin = column;
    for (String word : Printable.line(text).split("(?<=\\S)(?=\\s)", -1)) {
      int length = word.codePointCount(0, word.length());
      if (column > begin && column + length > COLUMNS) {
        out.append(line).append('\n');
        line = new StringBuilder(" ".repeat(begin + hang));
        column = begin + hang;
        word = word.stripLeading();
        length = word.codePointCount(0, word.length());
      }
      line.append(word);
      column += length;
    }
    out.append(line).append('\n');
  }

  private String painted(String text, @Nullable Colour tone) {
    return colour && tone != null
        ? "\033[" + Colour.BOLD.code + ";" + tone.code + "m" + text + "\033[0m"
        : text;
  }
}
