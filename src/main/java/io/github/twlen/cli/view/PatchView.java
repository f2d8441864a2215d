// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Message;
import io.github.twlen.build.spec.SpecAnswer;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.cli.Context;
import io.github.twlen.patch.LengthWarnings;
import io.github.twlen.patch.MacroUses;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.patch.SettingPatch;
import io.github.twlen.process.Command;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.rebuild.SpecEdit;
import io.github.twlen.rebuild.TreeRemedy;
import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.Packaging;
import io.github.twlen.source.SpecSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answer of {@code twlen patch}: the diff on standard output, to be piped into {@code patch};
 * on standard error its place, its effects and the warnings.
 */
public final class PatchView {
  private final PatchStage stage;
  private final KernelSource source;
  private final PatchOutcome outcome;
  private final Optional<SpecReview.Reviewed> spec;
  private final TimewaitLength wanted;
  private final boolean reverse;
  private final List<TreeRemedy> remedies;
  private final List<LengthWarnings.Advice> advice;

  /**
   * @param wanted the length after the patch
   * @param reverse whether the patch goes back
   * @param remedies the changes that a build on this host would also make
   */
  public PatchView(
      PatchStage stage,
      KernelSource source,
      PatchOutcome outcome,
      Optional<SpecReview.Reviewed> spec,
      TimewaitLength wanted,
      boolean reverse,
      List<TreeRemedy> remedies) {
    this.stage = stage;
    this.source = source;
    this.outcome = outcome;
    this.spec = spec;
    this.wanted = wanted;
    this.reverse = reverse;
    this.remedies = List.copyOf(remedies);
    this.advice =
        LengthWarnings.of(
            wanted,
            // With a setting, the constant still ends FIN_WAIT2.
            stage.isSetting() ? OptionalInt.empty() : outcome.finTimeoutSeconds(),
            outcome.present().lingerHasLimit());
  }

  /** Prints it. The other uses need all of net/, so they are printed in a dry run only. */
  public void show(Context context, boolean dryRun) {
    Printer printer = new Printer(context);
    String place = TimewaitLength.HEADER + ":" + outcome.present().line();
    printer.say(
        0, "view.source", "source", source.name(), "kernel", stage.kernelVersion(), "place", place);
    printer.say(2, change());
    printer.say(2, outcome.finTimeoutNote());
    if (dryRun && outcome instanceof PatchOutcome.Rendered made && stage.isSetting()) {
      printer.say(2, "view.places");
      for (PatchOutcome.Place one : made.places()) {
        printer.print(4, one.path() + ":" + one.line() + ": " + one.reason());
      }
    }
    if (dryRun && !(stage.isSetting() && outcome instanceof PatchOutcome.Already)) {
      String key = stage.isSetting() ? "view.stay" : "view.uses";
      String folders = String.join(", ", MacroUses.FOLDERS);
      printer.say(2, key, "directories", folders, "before", outcome.present().seconds());
      for (MacroUses.Use use : stage.users(outcome)) {
        String effect = use.effect().in(context.locale());
        printer.print(4, use.path() + ":" + use.line() + ": " + effect);
      }
    }
    edit().ifPresent(edit -> show(printer, edit));
    spec.filter(any -> edit().isEmpty()).ifPresent(reviewed -> show(printer, reviewed.change()));
    spec.ifPresent(reviewed -> showResult(printer, reviewed));
    for (LengthWarnings.Advice one : advice) {
      boolean warning = one.kind() == LengthWarnings.Kind.WARNING;
      String text = one.note().in(context.locale());
      printer.say(2, warning ? "view.warning" : "view.note", "text", text);
    }
    for (TreeRemedy remedy : remedies) {
      printer.say(2, "view.remedy");
      String mends = remedy.mends().in(context.locale());
      printer.print(2, remedy.name() + " (" + remedy.tool() + "): " + mends);
      remedy.diff().lines().forEach(row -> printer.print(4, row));
    }
    if (dryRun && outcome instanceof PatchOutcome.Rendered rendered) {
      byte[] diff = edit().map(edit -> Diff.of(edit.files())).orElse(rendered.patch());
      if (context.console().colour()) {
        context.console().printPainted(Diff.coloured(diff));
      } else {
        context.console().print(diff);
      }
    }
  }

  private Message change() {
    int before = outcome.present().seconds();
    boolean already = outcome instanceof PatchOutcome.Already;
    String key = already ? "view.already" : "view.change";
    if (stage.isSetting() && reverse) {
      key = already ? key : "view.removed.setting";
    } else if (stage.isSetting()) {
      OptionalInt own = SettingPatch.defaultIn(stage.header());
      before = own.orElse(before);
      String changed = own.isPresent() ? "view.default.setting" : "view.change.setting";
      key = already ? "view.already.setting" : changed;
    }
    return Message.of(PatchTemplate.class, key, "before", before, "after", wanted.seconds());
  }

  /** Returns the edit of the files of a spec; empty for other sources. */
  public Optional<SpecEdit> edit() {
    return source instanceof SpecSource file && outcome instanceof PatchOutcome.Rendered rendered
        ? spec.map(
            all -> new SpecEdit(file.layout(), packaging().spec(), all.change(), rendered.patch()))
        : Optional.empty();
  }

  private void show(Printer printer, SpecChange change) {
    printer.say(2, "view.package", "release", packaging().release());
    printer.say(4, change.overwrites() ? "view.overwrites" : "view.adds", "file", change.file());
    printer.say(4, "view.spec", "spec", change.before().name(), "how", change.how());
    Diff.ofSpec(change).forEach(row -> printer.print(6, row));
    if (!change.editsSpec()) {
      printer.say(4, "view.unchanged");
    }
    if (!change.define().isEmpty()) {
      String arguments = Command.of(change.define().toArray(String[]::new)).shown();
      printer.say(4, "view.define", "arguments", arguments);
    }
  }

  private static void showResult(Printer printer, SpecReview.Reviewed reviewed) {
    if (reviewed.answer().isPresent()) {
      printer.say(4, "view.result", "release", reviewed.answer().get().versionRelease());
    } else {
      printer.say(4, "view.unchecked", "reason", reviewed.unchecked());
    }
  }

  /** In a dry run, standard output has the lines. */
  private static void show(Printer printer, SpecEdit edit) {
    printer.say(2, "view.worktree", "directory", edit.layout().root());
    List<SpecEdit.Changed> files = edit.files();
    for (SpecEdit.Changed file : files) {
      printer.say(4, file.isNew() ? "view.file.new" : "view.file.changed", "file", file.shown());
    }
    if (files.isEmpty()) {
      printer.say(4, "view.unchanged");
    }
    SpecChange change = edit.change();
    printer.say(4, "view.how", "spec", change.before().name(), "how", change.how());
  }

  /** Prints notes to standard error: standard output is the patch. */
  private record Printer(Context context) {
    void print(int indent, String text) {
      context.console().say(" ".repeat(indent) + text);
    }

    void say(int indent, Message note) {
      print(indent, note.in(context.locale()));
    }

    void say(int indent, String key, Object... values) {
      say(indent, Message.of(PatchTemplate.class, key, values));
    }
  }

  private Packaging packaging() {
    return source.packaging().orElseThrow();
  }

  /** Returns the answer for a program. */
  public Object json() {
    return new PatchAnswer(
        source.name(),
        stage.kernelVersion().text(),
        TimewaitLength.HEADER,
        outcome.present().line(),
        outcome.present().seconds(),
        wanted.seconds(),
        outcome instanceof PatchOutcome.Already,
        stage.isSetting() ? SettingTable.SYSCTL : null,
        outcome instanceof PatchOutcome.Rendered made ? made.places() : List.of(),
        outcome.finTimeoutNote().toString(),
        stage.users(outcome).stream()
            .map(u -> new PatchAnswer.Use(u.path(), u.line(), u.text(), u.effect().toString()))
            .toList(),
        sentences(LengthWarnings.Kind.WARNING),
        sentences(LengthWarnings.Kind.NOTE),
        outcome instanceof PatchOutcome.Rendered rendered
            ? new String(rendered.patch(), StandardCharsets.ISO_8859_1)
            : "",
        remedies,
        spec.map(this::json).orElse(null));
  }

  private PatchAnswer.Change json(SpecReview.Reviewed reviewed) {
    SpecChange change = reviewed.change();
    return new PatchAnswer.Change(
        packaging().release(),
        packaging().tarball(),
        change.before().name(),
        change.file(),
        change.overwrites(),
        change.how().toString(),
        change.define(),
        String.join("\n", Diff.ofSpec(change)),
        reviewed.answer().map(SpecAnswer::versionRelease).orElse(null),
        reviewed.unchecked(),
        edit()
            .map(edit -> new String(Diff.of(edit.files()), StandardCharsets.ISO_8859_1))
            .orElse(null));
  }

  private List<String> sentences(LengthWarnings.Kind kind) {
    return advice.stream()
        .filter(one -> one.kind() == kind)
        .map(advice -> advice.note().toString())
        .toList();
  }
}
