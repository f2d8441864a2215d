// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.cli.Console;
import io.github.twlen.patch.LengthWarnings;
import io.github.twlen.patch.MacroUses;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.Command;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.rebuild.TreeRemedy;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.Packaging;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code twlen patch} tells: the diff on standard output, so that it can be piped into {@code
 * patch}; on standard error where it stands, what else changes, and what the value deserves.
 */
public final class PatchView {
  private final PatchStage stage;
  private final KernelSource source;
  private final PatchOutcome outcome;
  private final Optional<SpecChange> spec;
  private final TimewaitLength wanted;
  private final List<TreeRemedy> remedies;

  public PatchView(
      PatchStage stage,
      KernelSource source,
      PatchOutcome outcome,
      Optional<SpecChange> spec,
      TimewaitLength wanted,
      List<TreeRemedy> remedies) {
    this.stage = stage;
    this.source = source;
    this.outcome = outcome;
    this.spec = spec;
    this.wanted = wanted;
    this.remedies = List.copyOf(remedies);
  }

  /** For a person. The other uses are looked for only in a dry run: that reads all of net/. */
  public void show(Console console, boolean dryRun) {
    console.say(
        source.name()
            + " (Linux "
            + stage.kernelVersion()
            + "), "
            + KernelSource.HEADER
            + ":"
            + outcome.present().line());
    if (outcome instanceof PatchOutcome.Rendered rendered) {
      console.say(
          "  TIME_WAIT: " + rendered.presentSeconds() + " s now, " + wanted + " with the patch");
    } else {
      console.say("  TIME_WAIT is " + wanted + " already: nothing to do");
    }
    console.say("  " + outcome.finTimeoutSentence());
    if (dryRun) {
      showUsers(console);
    }
    spec.ifPresent(change -> showSpec(console, change));
    for (LengthWarnings.Advice advice : advice()) {
      console.say((isWarning(advice) ? "  warning: " : "  note: ") + advice.sentence());
    }
    // On standard error: it is for the build's own copy of the tree, and not of this patch.
    for (TreeRemedy remedy : remedies) {
      console.say("  a build here also changes its own copy, without --no-remedies:");
      console.say("  " + remedy.name() + " (" + remedy.tool() + "): " + remedy.mends());
      remedy.diff().lines().forEach(line -> console.say("    " + line));
    }
    if (dryRun && outcome instanceof PatchOutcome.Rendered rendered) {
      if (console.colour()) {
        console.printPainted(Diff.painted(rendered.patch()));
      } else {
        console.print(rendered.patch());
      }
    }
  }

  private void showUsers(Console console) {
    List<MacroUses.Use> users = stage.users();
    console.say("  what else uses it, under " + String.join(" and ", MacroUses.FOLDERS) + ":");
    for (MacroUses.Use use : users) {
      console.say("    " + use.path() + ":" + use.line() + ": " + use.effect());
    }
  }

  /** On standard error: what is on standard output goes into patch, in the kernel's tree. */
  private void showSpec(Console console, SpecChange change) {
    console.say("  the package " + packaging().release() + ":");
    console.say(
        "    SOURCES/" + change.file() + (change.overwrites() ? " is overwritten" : " is added"));
    console.say("    SPECS/" + change.before().name() + ": " + change.how());
    for (String line : SpecDiff.of(change)) {
      console.say("      " + line);
    }
    if (!change.editsSpec()) {
      console.say("    no line of the spec changes");
    }
    if (!change.define().isEmpty()) {
      String words = Command.of(change.define().toArray(String[]::new)).shown();
      console.say("    rpmbuild is given " + words);
    }
  }

  private Packaging packaging() {
    return source.packaging().orElseThrow();
  }

  private Map<String, Object> json(SpecChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("release", packaging().release());
    json.put("tarball", packaging().tarball());
    json.put("spec", change.before().name());
    json.put("source", change.file());
    json.put("overwrites", change.overwrites());
    json.put("how", change.how());
    json.put("define", change.define());
    json.put("diff", String.join("\n", SpecDiff.of(change)));
    return json;
  }

  /** For a program. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", source.name());
    json.put("kernel", stage.kernelVersion().text());
    json.put("header", KernelSource.HEADER);
    json.put("line", outcome.present().line());
    json.put("presentSeconds", outcome.present().seconds());
    json.put("wantedSeconds", wanted.seconds());
    json.put("already", outcome instanceof PatchOutcome.Already);
    json.put("finTimeout", outcome.finTimeoutSentence());
    json.put("users", stage.users());
    json.put("warnings", sentences(LengthWarnings.Kind.WARNING));
    json.put("notes", sentences(LengthWarnings.Kind.NOTE));
    json.put(
        "diff",
        outcome instanceof PatchOutcome.Rendered rendered
            ? new String(rendered.patch(), StandardCharsets.ISO_8859_1)
            : "");
    json.put("remedies", remedies);
    spec.ifPresent(change -> json.put("packaging", json(change)));
    return json;
  }

  private List<LengthWarnings.Advice> advice() {
    return LengthWarnings.of(
        wanted, outcome.finTimeoutSeconds(), outcome.present().lingerHasLimit());
  }

  private List<String> sentences(LengthWarnings.Kind kind) {
    return advice().stream()
        .filter(a -> a.kind() == kind)
        .map(LengthWarnings.Advice::sentence)
        .toList();
  }

  private static boolean isWarning(LengthWarnings.Advice advice) {
    return advice.kind() == LengthWarnings.Kind.WARNING;
  }
}
