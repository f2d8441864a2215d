// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.build.make.MakeBuild;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.file.Files;
import java.util.List;

/** Builds by make, in the kept tree of one source. */
final class MakeBuildStage implements BuildStage {
  private final RebuildRequest request;
  private final BuildPlan.ByMake plan;
  private final KernelSource source;
  private final PatchStage patching;
  private final String key;
  private final BuildTree tree;
  private final RunContext context;

  MakeBuildStage(
      RebuildRequest request,
      BuildPlan.ByMake plan,
      KernelSource source,
      PatchStage patching,
      RunContext context) {
    this.request = request;
    this.plan = plan;
    this.source = source;
    this.patching = patching;
    this.context = context;
    this.key = BuildStage.key(request, source);
    this.tree = new BuildTree(context.workspace().tree(key));
  }

  @Override
  public WorkspaceLock lock() {
    return WorkspaceLock.take(
        context.workspace().lock("tree-" + key), "the tree " + tree.root(), context.progress());
  }

  /** The tree is unpacked once and kept. */
  @Override
  public void unpack() {
    BuildTree.dropLinks(tree.root()); // Of a run that was killed.
    if (Files.isDirectory(tree.linux())) {
      context.say("  kept from an earlier run");
    } else {
      source.unpack(tree.linux(), context.progress());
    }
  }

  @Override
  public KernelArtifacts stock() {
    return make(source.header(), "", List.of(), request.output().stock());
  }

  /** {@code -twN} in its release tells it from the stock one. */
  @Override
  public KernelArtifacts patched(PatchOutcome patch) {
    String localVersion = "-tw" + request.wanted().seconds();
    byte[] header =
        patch instanceof PatchOutcome.Rendered rendered ? rendered.after() : source.header();
    return make(header, localVersion, plan.packageTargets(), request.output());
  }

  private KernelArtifacts make(
      byte[] header, String localVersion, List<String> targets, OutputFolder folder) {
    MakeBuild.Request build =
        new MakeBuild.Request(
            localVersion,
            plan.config(),
            targets,
            request.run().compilers(new CommandRunner()),
            request.run().launches(),
            request.run().environment(),
            patching.remedies(request.run().remedies()));
    BuildStage.freshLog(folder);
    BuiltKernel built =
        new MakeBuild(
                tree,
                header,
                build,
                folder.buildLog(),
                outcome -> configured(outcome, folder),
                context.markedBy(tree.root()))
            .call();
    return BuildStage.copied(built, tree.root(), folder, context);
  }

  /** What is worth a look before the compiler has run for an hour. */
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
