// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.twlen.Messages;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.cli.Console;
import io.github.twlen.patch.LengthWarnings;
import io.github.twlen.patch.MacroUses;
import io.github.twlen.patch.PatchNote;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.Command;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.rebuild.TreeRemedy;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.KernelSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code twlen patch}: the diff on standard output, to be piped into {@code patch};
 * on standard error its place, its effects and the warnings.
 *
 * @param wanted the length after the patch
 * @param remedies the changes that a build on this host would also make
 */
public record PatchView(
    PatchStage stage,
    KernelSource source,
    PatchOutcome outcome,
    Optional<SpecChange> spec,
    TimewaitLength wanted,
    List<TreeRemedy> remedies) {

  /** Prints it. The other uses need all of net/, so they are printed in a dry run only. */
  public void show(Console console, Locale locale, boolean dryRun) {
    new Printer(console, Messages.of(PatchNote.class, locale), locale).print(this, dryRun);
    if (dryRun && outcome instanceof PatchOutcome.Rendered rendered) {
      if (console.colour()) {
        console.printPainted(Diff.coloured(rendered.patch()));
      } else {
        console.print(rendered.patch());
      }
    }
  }

  private List<LengthWarnings.Advice> advice() {
    return LengthWarnings.of(
        wanted, outcome.finTimeoutSeconds(), outcome.present().lingerHasLimit());
  }

  /** Prints notes to standard error: standard output is the patch. */
  private record Printer(Console console, Messages messages, Locale locale) {
    private void say(int indent, String text) {
      console.say(" ".repeat(indent) + text);
    }

    void print(PatchView view, boolean dryRun) {
      PatchOutcome outcome = view.outcome;
      String header = KernelSource.HEADER;
      String line = String.valueOf(outcome.present().line());
      String kernel = view.stage.kernelVersion().text();
      String name = view.source.name();
      say(
          0,
          messages.text(
              "view.source", "source", name, "kernel", kernel, "header", header, "line", line));
      int after = view.wanted.seconds();
      say(
          2,
          outcome instanceof PatchOutcome.Already
              ? messages.text("view.already", "seconds", after)
              : messages.text(
                  "view.change", "before", outcome.present().seconds(), "after", after));
      say(2, outcome.finTimeoutNote().in(locale));
      if (dryRun) {
        String directories = String.join(", ", MacroUses.FOLDERS);
        say(2, messages.text("view.uses", "directories", directories));
        for (MacroUses.Use use : view.stage.users()) {
          say(4, use.path() + ":" + use.line() + ": " + use.effect().in(locale));
        }
      }
      view.spec.ifPresent(change -> print(view.source.packaging().orElseThrow().release(), change));
      for (LengthWarnings.Advice advice : view.advice()) {
        String text = advice.note().in(locale);
        say(
            2,
            advice.kind() == LengthWarnings.Kind.WARNING
                ? messages.text("view.warning", "text", text)
                : messages.text("view.note", "text", text));
      }
      for (TreeRemedy remedy : view.remedies) {
        say(2, messages.text("view.remedy"));
        say(2, remedy.name() + " (" + remedy.tool() + "): " + remedy.mends());
        remedy.diff().lines().forEach(row -> say(4, row));
      }
    }

    private void print(String release, SpecChange change) {
      String file = change.file();
      say(2, messages.text("view.package", "release", release));
      say(
          4,
          change.overwrites()
              ? messages.text("view.overwrites", "file", file)
              : messages.text("view.adds", "file", file));
      say(4, messages.text("view.spec", "spec", change.before().name(), "how", change.how()));
      SpecDiff.of(change).forEach(row -> say(6, row));
      if (!change.editsSpec()) {
        say(4, messages.text("view.unchanged"));
      }
      if (!change.define().isEmpty()) {
        String arguments = Command.of(change.define().toArray(String[]::new)).shown();
        say(4, messages.text("view.define", "arguments", arguments));
      }
    }
  }

  /** The answer in JSON, always in English. */
  record Answer(
      String source,
      String kernel,
      String header,
      int line,
      int presentSeconds,
      int wantedSeconds,
      boolean already,
      String finTimeout,
      List<User> users,
      List<String> warnings,
      List<String> notes,
      String diff,
      List<TreeRemedy> remedies,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Package packaging) {}

  /** A use of the macro. */
  record User(String path, int line, String text, String effect) {
    User(MacroUses.Use use) {
      this(use.path(), use.line(), use.text(), use.effect().english());
    }
  }

  /** The change of a source RPM. */
  record Package(
      String release,
      String tarball,
      String spec,
      String source,
      boolean overwrites,
      String how,
      List<String> define,
      String diff) {}

  /** Returns the answer for a program. */
  public Object json() {
    return new Answer(
        source.name(),
        stage.kernelVersion().text(),
        KernelSource.HEADER,
        outcome.present().line(),
        outcome.present().seconds(),
        wanted.seconds(),
        outcome instanceof PatchOutcome.Already,
        outcome.finTimeoutNote().english(),
        stage.users().stream().map(User::new).toList(),
        sentences(LengthWarnings.Kind.WARNING),
        sentences(LengthWarnings.Kind.NOTE),
        outcome instanceof PatchOutcome.Rendered rendered
            ? new String(rendered.patch(), StandardCharsets.ISO_8859_1)
            : "",
        remedies,
        spec.map(this::json).orElse(null));
  }

  private Package json(SpecChange change) {
    return new Package(
        source.packaging().orElseThrow().release(),
        source.packaging().orElseThrow().tarball(),
        change.before().name(),
        change.file(),
        change.overwrites(),
        change.how(),
        change.define(),
        String.join("\n", SpecDiff.of(change)));
  }

  private List<String> sentences(LengthWarnings.Kind kind) {
    return advice().stream()
        .filter(advice -> advice.kind() == kind)
        .map(LengthWarnings.Advice::sentence)
        .toList();
  }
}
