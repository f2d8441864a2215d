// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.workspace.WorkspaceLock;

/** Builds kernels of one source and copies them to the output directory. */
sealed interface BuildStage permits MakeBuildStage, RpmBuildStage {
  /** Returns the stage for the plan of the request. */
  static BuildStage of(BuildInput input) {
    return input.request().run().plan() instanceof BuildPlan.ByMake make
        ? new MakeBuildStage(input, make)
        : new RpmBuildStage(input, (BuildPlan.ByRpm) input.request().run().plan());
  }

  /** Waits until no other run builds in the same directory. */
  WorkspaceLock lock();

  /** Prepares the source; needs the lock, as the following methods do. */
  Object unpack();

  /** Builds the unpatched kernel with the same configuration and compiler. */
  BuiltKernel stock();

  /** Builds the kernel with the wanted length. */
  BuiltKernel patched(PatchOutcome patch);
}
