// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.Remedy.Flags;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.recipe.Version;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The remedies of one build, in the order of the table, and the tools that need them. */
public record ChosenRemedies(List<Remedy> all, ToolVersions tools) {
  /** Returns the arguments for a compiler of this version. */
  public Flags flags(Version compiler) {
    return all.stream()
        .filter(one -> !one.tool().equals("gcc") || one.versions().contains(compiler))
        .map(Remedy::flags)
        .reduce(Flags.NONE, Flags::and);
  }

  /** Returns the arguments for the linker. */
  public List<String> linker() {
    return all.stream().map(Remedy::flags).reduce(Flags.NONE, Flags::and).linker();
  }

  /** Returns the remedies that add a header. */
  public List<Remedy> headers() {
    return all.stream().filter(one -> one.header().isPresent()).toList();
  }

  /** Returns whether the build needs wrapper scripts for its programs. */
  public boolean wrapped() {
    return all.stream().anyMatch(one -> one.header().isPresent() || !one.flags().isEmpty());
  }

  /** Returns the changes to source files. */
  public List<TreeEdit> edits(RemedyPlan plan) {
    return all.stream()
        .flatMap(one -> one.patch().stream())
        .map(name -> plan.edits().get(name))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the remedies that change no source file. */
  ChosenRemedies withoutEdits() {
    return new ChosenRemedies(all.stream().filter(one -> one.patch().isEmpty()).toList(), tools);
  }

  /** Returns the remedies for a report. */
  public List<AppliedRemedy> applied() {
    return all.stream().map(this::applied).toList();
  }

  private AppliedRemedy applied(Remedy one) {
    return one.applied(
        Objects.requireNonNull(
            tools.forKernel().get(one.tool()))); // The tool's version selected it.
  }

  /** Returns a text that changes whenever the remedies change the compiled code. */
  public String stamp() {
    return applied().stream().map(one -> one.line() + "\n").collect(Collectors.joining());
  }
}
