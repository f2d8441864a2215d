// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuildTree;
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
 * Chooses the remedies for one build from the tools of its environment and the tree. It reports
 * them, and stops the run before compilation when a tool cannot build the kernel.
 *
 * @param prefix of the compiler and the linker of the kernel; empty for the environment's own
 */
public record RemedyChooser(
    RemedyPlan plan,
    ActiveEnvironment active,
    Path work,
    String prefix,
    BuildLog log,
    Progress progress) {
  /** Chooses for a tree, whose files {@code tree} returns, after querying programs. */
  public ChosenRemedies choose(List<String> programs, Function<String, Optional<byte[]>> tree) {
    return choose(ToolVersions.ask(active, work, programs, prefix), tree);
  }

  private ChosenRemedies choose(ToolVersions tools, Function<String, Optional<byte[]>> tree) {
    List<Remedy> needed = plan.needed(tools.forKernel(), tree);
    check(tools, needed);
    ChosenRemedies chosen = chosen(needed, tools);
    List<AppliedRemedy> applied = chosen.applied();
    if (!applied.isEmpty()) {
      progress.say(
          "  remedies for newer tools: "
              + applied.stream().map(AppliedRemedy::name).collect(Collectors.joining(", ")));
    }
    applied.forEach(one -> log.note("remedy " + one.line()));
    return chosen;
  }

  /**
   * Chooses every possibly needed remedy before the tree exists: a spec's %prep compiles programs
   * when it configures the kernel.
   */
  public ChosenRemedies early(List<String> programs) {
    ToolVersions tools = ToolVersions.ask(active, work, programs, prefix);
    check(tools, List.of());
    return chosen(plan.concerning(tools.forKernel()), tools).withoutEdits();
  }

  /** Chooses again for the tree that %prep wrote, and changes its source files. */
  public ChosenRemedies forTree(ChosenRemedies early, PreparedTree prepared) {
    ChosenRemedies chosen = choose(early.tools(), prepared::file);
    new TreeEdits(prepared.tree(), BuildTree.originals(work))
        .set(chosen.edits(plan))
        .forEach(active::send);
    return chosen;
  }

  private ChosenRemedies chosen(List<Remedy> needed, ToolVersions tools) {
    return new ChosenRemedies(plan.wanted() ? needed : List.of(), tools);
  }

  private void check(ToolVersions tools, List<Remedy> needed) {
    for (RemedyPlan.Warning warning : plan.warnings(tools.forKernel(), needed)) {
      if (warning.fatal()) {
        throw new MissingDependencyFailure(warning.what(), warning.remedy());
      }
      progress.say("warning: " + warning.what() + "; " + warning.remedy());
    }
  }
}
