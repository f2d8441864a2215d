// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.rpm.PreparedTree;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.Remedy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the remedies for one build: asks the tools where it runs, and looks into the tree. What
 * is chosen is told, in the log with what it mends; a tool that cannot build the kernel at all ends
 * the run before anything is compiled.
 *
 * @param active where the build runs
 * @param work the folder of the work
 */
public record ToolHelp(
    RemedyPlan plan, ActiveEnvironment active, Path work, BuildLog log, Progress progress) {
  /**
   * Chooses for a tree.
   *
   * @param programs to be asked for
   * @param tree a file of the tree, by its path; empty when it has none of that name
   * @throws MissingDependencyFailure when a tool is known not to build such a kernel
   */
  public ChosenRemedies choose(List<String> programs, Function<String, Optional<byte[]>> tree) {
    ToolVersions tools = ToolVersions.ask(active, work, programs);
    List<Remedy> needed = plan.needed(tools.versions(), tree);
    judge(tools, needed);
    return told(chosen(needed, tools));
  }

  /**
   * Chooses before there is a tree: whatever may be needed. A spec's %prep configures the kernel,
   * which compiles programs.
   *
   * @throws MissingDependencyFailure when a tool is known not to build such a kernel
   */
  public ChosenRemedies early(List<String> programs) {
    ToolVersions tools = ToolVersions.ask(active, work, programs);
    judge(tools, List.of());
    return chosen(plan.concerning(tools.versions()), tools).withoutEdits();
  }

  /** Chooses again for the tree that %prep has left. What rpmbuild compiles, it compiles anew. */
  public ChosenRemedies forTree(ChosenRemedies early, PreparedTree prepared) {
    ToolVersions tools = early.tools();
    List<Remedy> needed = plan.needed(tools.versions(), prepared::file);
    judge(tools, needed);
    ChosenRemedies chosen = chosen(needed, tools);
    new TreeMends(prepared.tree(), work.resolve("as-it-came"))
        .set(chosen.edits(plan))
        .forEach(active::send);
    return told(chosen);
  }

  private ChosenRemedies chosen(List<Remedy> needed, ToolVersions tools) {
    return new ChosenRemedies(plan.wanted() ? needed : List.of(), tools);
  }

  private void judge(ToolVersions tools, List<Remedy> needed) {
    for (ToolDoubt doubt : plan.doubts(tools.versions(), needed)) {
      if (doubt.certain()) {
        throw new MissingDependencyFailure(doubt.what(), doubt.remedy(), null);
      }
      progress.say("warning: " + doubt.what() + "; " + doubt.remedy());
    }
  }

  private ChosenRemedies told(ChosenRemedies chosen) {
    List<AppliedRemedy> applied = chosen.applied();
    if (!applied.isEmpty()) {
      progress.say(
          "  remedies for newer tools: "
              + applied.stream().map(AppliedRemedy::name).collect(Collectors.joining(", ")));
    }
    applied.forEach(one -> log.note("remedy " + one.line()));
    return chosen;
  }
}
