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
import java.util.stream.Collectors;

/**
 * The remedies that let new tools build an old kernel.
 *
 * @param edits the changes to source files, by template name
 * @param wanted whether to apply remedies; the limits hold either way
 */
public record RemedyPlan(
    RemedyTable table, Map<String, TreeEdit> edits, boolean wanted, Optional<Version> kernel) {
  /** No remedies and no limits. */
  public static final RemedyPlan NONE =
      new RemedyPlan(RemedyTable.NONE, Map.of(), false, Optional.empty());

  /** A tool that is too new for a kernel: known to fail, or else untested. */
  public record Warning(boolean fatal, String what, String remedy) {}

  public RemedyPlan {
    edits = Map.copyOf(edits);
  }

  /** Returns this plan for a known kernel version. */
  public RemedyPlan of(Version version) {
    return new RemedyPlan(table, edits, wanted, Optional.of(version));
  }

  /** Returns the remedies that a tree needs with these tools, wanted or not. */
  public List<Remedy> needed(Map<String, Version> tools, Function<String, Optional<byte[]>> tree) {
    return concerning(tools).stream()
        .filter(one -> one.neededBy(tree))
        .filter(one -> one.patch().map(name -> fits(name, tree)).orElse(true))
        .toList();
  }

  /** Returns the remedies that this kernel may need, wanted or not, before its tree is known. */
  public List<Remedy> concerning(Map<String, Version> tools) {
    return kernel.map(version -> table.concerning(version, tools)).orElse(List.of());
  }

  private boolean fits(String patch, Function<String, Optional<byte[]>> tree) {
    return Optional.ofNullable(edits.get(patch))
        .flatMap(edit -> tree.apply(edit.file()).flatMap(edit::applied))
        .isPresent();
  }

  /** Returns warnings about tools that are too new, the fatal ones first. */
  public List<Warning> warnings(Map<String, Version> tools, List<Remedy> needed) {
    return kernel.stream()
        .flatMap(table::limits)
        .flatMap(limit -> warning(limit, tools, needed).stream())
        .sorted(Comparator.comparing(Warning::fatal).reversed())
        .toList();
  }

  private Optional<Warning> warning(
      ToolLimit limit, Map<String, Version> tools, List<Remedy> needed) {
    Version version = tools.get(limit.tool());
    if (version == null || limit.of(version, wanted) == Judgement.GOOD) {
      return Optional.empty();
    }
    String tool = limit.tool() + " " + version;
    String linux = "Linux " + kernel.map(Version::toString).orElse("");
    String instead = "build with " + limit.instead();
    if (limit.of(version, wanted) == Judgement.FAILS) {
      return Optional.of(
          new Warning(true, tool + " cannot build " + linux + ": " + limit.why(), instead));
    }
    String newest = limit.newest(wanted).map(last -> " (" + last + ")").orElse("");
    if (wanted) {
      String what = tool + " is newer than the newest version known to build " + linux + newest;
      return Optional.of(new Warning(false, what, "if the build fails, " + instead));
    }
    String missed =
        needed.stream()
            .filter(one -> one.tool().equals(limit.tool()))
            .map(Remedy::name)
            .collect(Collectors.joining(", "));
    String what = tool + " is too new for " + linux + " without remedies" + newest;
    return Optional.of(
        new Warning(
            !missed.isEmpty(),
            missed.isEmpty() ? what : what + ": it needs " + missed,
            "leave out --no-remedies, or " + instead));
  }
}
