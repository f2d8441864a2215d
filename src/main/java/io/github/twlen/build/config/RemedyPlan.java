// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.ToolLimit;
import io.github.twlen.recipe.ToolLimit.Judgement;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.recipe.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may be done so that a new tool builds an old kernel.
 *
 * @param table the remedies that are known, and how far they reach
 * @param edits the changes of a tree's text, by the name of their template
 * @param wanted whether remedies are applied at all; without, the limits still hold
 * @param kernel the version of what is built
 */
public record RemedyPlan(
    RemedyTable table, Map<String, TreeEdit> edits, boolean wanted, Optional<Version> kernel) {
  /** Nothing is known, and nothing is done. */
  public static final RemedyPlan NONE =
      new RemedyPlan(RemedyTable.NONE, Map.of(), false, Optional.empty());

  /** Copies what it is given. */
  public RemedyPlan {
    edits = Map.copyOf(edits);
  }

  /** Returns the same for a kernel whose version is known. */
  public RemedyPlan of(Version version) {
    return new RemedyPlan(table, edits, wanted, Optional.of(version));
  }

  /**
   * Returns the remedies that a tree needs with these tools, wanted or not.
   *
   * @param tree a file of the tree, by its path; empty when it has none of that name
   */
  public List<Remedy> needed(Map<String, Version> tools, Function<String, Optional<byte[]>> tree) {
    return concerning(tools).stream()
        .filter(one -> one.neededBy(tree))
        .filter(one -> one.patch().map(name -> fits(name, tree)).orElse(true))
        .toList();
  }

  /**
   * Returns the remedies that such a kernel may need, wanted or not, where its tree cannot be
   * looked into yet.
   */
  public List<Remedy> concerning(Map<String, Version> tools) {
    return kernel.map(version -> table.concerning(version, tools)).orElse(List.of());
  }

  private boolean fits(String patch, Function<String, Optional<byte[]>> tree) {
    return Optional.ofNullable(edits.get(patch))
        .flatMap(edit -> tree.apply(edit.file()).flatMap(edit::applied))
        .isPresent();
  }

  /**
   * Returns the limits that tools pass, the worst first.
   *
   * @param needed the remedies that the tree needs; left out, they are missed
   */
  public List<ToolDoubt> doubts(Map<String, Version> tools, List<Remedy> needed) {
    return kernel.stream()
        .flatMap(table::limits)
        .flatMap(limit -> doubt(limit, tools, needed).stream())
        .sorted(Comparator.comparing(ToolDoubt::certain).reversed())
        .toList();
  }

  private Optional<ToolDoubt> doubt(
      ToolLimit limit, Map<String, Version> tools, List<Remedy> needed) {
    Version version = tools.get(limit.tool());
    if (version == null || limit.of(version, wanted) == Judgement.GOOD) {
      return Optional.empty();
    }
    String tool = limit.tool() + " " + version;
    String of = "Linux " + kernel.map(Version::toString).orElse("");
    String with = "build with " + limit.instead();
    if (limit.of(version, wanted) == Judgement.FAILS) {
      return Optional.of(
          new ToolDoubt(true, tool + " does not build " + of + ": " + limit.why(), with));
    }
    String newest = limit.newest(wanted).map(last -> " (" + last + ")").orElse("");
    if (wanted) {
      String what = tool + " is later than any that is known to build " + of + newest;
      return Optional.of(new ToolDoubt(false, what, "if it fails, " + with));
    }
    List<String> missed =
        needed.stream().filter(one -> one.tool().equals(limit.tool())).map(Remedy::name).toList();
    String what = tool + " is too new for " + of + " without remedies" + newest;
    return Optional.of(
        new ToolDoubt(
            !missed.isEmpty(),
            missed.isEmpty() ? what : what + ": it needs " + String.join(", ", missed),
            "leave out --no-remedies, or " + with));
  }
}
