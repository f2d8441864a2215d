// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.RunContext;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds kernels of one source and copies them out. */
sealed interface BuildStage permits MakeBuildStage, RpmBuildStage {
  /** That of the order's plan. */
  static BuildStage of(
      RebuildRequest request, KernelSource source, PatchStage patching, RunContext context) {
    if (request.run().plan() instanceof BuildPlan.ByMake make) {
      return new MakeBuildStage(request, make, source, patching, context);
    }
    BuildPlan.ByRpm rpm = (BuildPlan.ByRpm) request.run().plan();
    return new RpmBuildStage(request, rpm, source, patching, context);
  }

  /** Waits until no other run builds in the same place. */
  WorkspaceLock lock();

  /** Makes the source ready to be built; to be called under the lock, like what follows. */
  void unpack();

  /** The kernel as its source has it: the same configuration, the same compiler. */
  KernelArtifacts stock();

  /** The kernel with the wanted length. */
  KernelArtifacts patched(PatchOutcome patch);

  /** What tells the place of this source from those of others. */
  static String key(RebuildRequest request, KernelSource source) {
    return request.run().recipe().name() + "-" + source.digest().substring(0, 12);
  }

  /** A log tells of one build; that of an earlier run in this folder goes. */
  static void freshLog(OutputFolder folder) {
    Workspace.folder(folder.root());
    LogFile.fresh(folder.buildLog());
  }

  /**
   * Copies what was built where the user finds it.
   *
   * @param work the folder in which it was built
   */
  static KernelArtifacts copied(
      BuiltKernel built, Path work, OutputFolder folder, RunContext context) {
    List<Path> artifacts = new ArrayList<>();
    built.image().ifPresent(from -> artifacts.add(OutputFolder.copy(work, from, folder.image())));
    built.config().ifPresent(from -> artifacts.add(OutputFolder.copy(work, from, folder.config())));
    for (Path made : built.packages()) {
      artifacts.add(OutputFolder.copy(work, made, folder.root().resolve(made.getFileName())));
    }
    context.say("  " + built.release() + ": " + built.compiled() + " files compiled");
    return new KernelArtifacts(built, folder, artifacts);
  }
}
