// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.build.make.MakeBuild;
import io.github.twlen.host.RunPlan;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Builds with make in the cached work tree of one source. */
final class MakeBuildStage implements BuildStage {
  private final BuildInput input;
  private final BuildPlan.ByMake plan;
  private final RunContext context;
  private final BuildTree tree;

  MakeBuildStage(BuildInput input, BuildPlan.ByMake plan) {
    this.input = input;
    this.plan = plan;
    this.context = input.context();
    this.tree = new BuildTree(context.workspace().tree(input.key()));
  }

  @Override
  public WorkspaceLock lock() {
    return WorkspaceLock.take(
        context.workspace().lock("tree-" + input.key()),
        "the tree " + tree.root(),
        context.progress());
  }

  @Override
  public BuildTree unpack() {
    BuildTree.dropLinks(tree.root()); // A killed run may have left some.
    if (Files.isDirectory(tree.linux())) {
      context.say("  cached by an earlier run");
    } else {
      input.source().unpack(tree.linux(), context.progress());
    }
    return tree;
  }

  @Override
  public BuiltKernel stock() {
    return make(stockFiles(), "", List.of(), input.request().output().stock());
  }

  private Map<String, byte[]> stockFiles() {
    return Map.of(TimewaitLength.HEADER, input.source().header());
  }

  /** {@code -twN} in its release distinguishes it from the stock kernel. */
  @Override
  public BuiltKernel patched(PatchOutcome patch) {
    Map<String, byte[]> files =
        patch instanceof PatchOutcome.Rendered rendered ? rendered.after() : stockFiles();
    String localVersion = "-" + input.request().patch().suffix();
    return make(files, localVersion, plan.packageTargets(), input.request().output());
  }

  private BuiltKernel make(
      Map<String, byte[]> files, String localVersion, List<String> targets, OutputFolder folder) {
    RunPlan run = input.request().run();
    MakeBuild.Request request =
        new MakeBuild.Request(
            localVersion,
            plan.config(),
            targets,
            run.compilers(new CommandRunner()),
            run.launches(),
            run.environment(),
            input.remedies());
    BuildInput.startLog(folder);
    BuiltKernel built =
        new MakeBuild(
                tree,
                files,
                request,
                folder.buildLog(),
                outcome -> configured(outcome, folder),
                context.markedBy(tree.root()))
            .call();
    return input.copied(built, tree.root(), folder);
  }

  /** Writes the configuration before the compiler runs for an hour. */
  private void configured(ConfigOutcome outcome, OutputFolder folder) {
    OutputFolder.copy(tree.root(), tree.config(), folder.config());
    outcome
        .diff()
        .ifPresentOrElse(
            diff -> AtomicFile.write(folder.configDiff(), diff.text()),
            () -> Workspace.remove(folder.configDiff()));
    outcome.notes().forEach(note -> context.say("  note: " + note));
  }
}
