// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.Remedy.Flags;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.recipe.Version;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The remedies that one build is given, and the tools that make them necessary.
 *
 * @param all in the order of the table
 * @param tools those that are there where it is built
 */
public record ChosenRemedies(List<Remedy> all, ToolVersions tools) {
  /** Copies what it is given. */
  public ChosenRemedies {
    all = List.copyOf(all);
  }

  /**
   * Returns the words for a compiler; of remedies for a compiler, it needs those of its version.
   */
  public Flags flags(Version compiler) {
    return all.stream()
        .filter(one -> !one.tool().equals("gcc") || one.versions().contains(compiler))
        .map(Remedy::flags)
        .reduce(Flags.NONE, Flags::and);
  }

  /** Returns the words for the linker. */
  public List<String> linker() {
    return all.stream().map(Remedy::flags).reduce(Flags.NONE, Flags::and).linker();
  }

  /** Returns those that give a header, for which a compiler needs a place to find it. */
  public List<Remedy> headers() {
    return all.stream().filter(one -> one.header().isPresent()).toList();
  }

  /** Returns whether programs must be called otherwise than the tree calls them. */
  public boolean wrapped() {
    return all.stream().anyMatch(one -> one.header().isPresent() || !one.flags().isEmpty());
  }

  /** Returns the changes of the tree's text. */
  public List<TreeEdit> edits(RemedyPlan plan) {
    return all.stream()
        .flatMap(one -> one.patch().stream())
        .map(name -> plan.edits().get(name))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** Returns the same without those that change the tree's text. */
  ChosenRemedies withoutEdits() {
    return new ChosenRemedies(all.stream().filter(one -> one.patch().isEmpty()).toList(), tools);
  }

  /** Returns what a report says of them. */
  public List<AppliedRemedy> applied() {
    return all.stream().map(this::applied).toList();
  }

  private AppliedRemedy applied(Remedy one) {
    Version version = tools.of(one.tool()).orElseThrow(); // It was chosen by it.
    return new AppliedRemedy(one.name(), one.mends(), one.tool() + " " + version, one.how(version));
  }

  /** Returns a text that differs when anything is compiled otherwise. */
  public String stamp() {
    return applied().stream().map(one -> one.line() + "\n").collect(Collectors.joining());
  }
}
