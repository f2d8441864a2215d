// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/** The input of a build stage. */
record BuildInput(
    RebuildRequest request, KernelSource source, PatchStage patchStage, RunContext context) {
  /** Returns the name of this source's directory; other architectures have their own. */
  String key() {
    Architecture architecture = request.run().plan().architecture();
    return request.run().recipe().name()
        + "-"
        + source.digest().substring(0, 12)
        + (architecture.isOfHost() ? "" : "-" + architecture.name());
  }

  /** Returns the remedies for this kernel. */
  RemedyPlan remedies() {
    return patchStage.remedies(request.run().remedies());
  }

  /** Removes the log of an earlier run in an output directory. */
  static void startLog(OutputFolder folder) {
    Workspace.folder(folder.root());
    LogFile.fresh(folder.buildLog());
  }

  /**
   * Copies a kernel out of the directory in which it was built.
   *
   * @return the kernel with paths into the output directory
   */
  BuiltKernel copied(BuiltKernel built, Path work, OutputFolder folder) {
    Path target = folder.image(request.run().plan().architecture());
    Optional<Path> image = built.image().map(file -> OutputFolder.copy(work, file, target));
    Optional<Path> config =
        built.config().map(file -> OutputFolder.copy(work, file, folder.config()));
    var packages =
        built.packages().stream()
            .map(file -> OutputFolder.copy(work, file, folder.root().resolve(file.getFileName())))
            .toList();
    context.say("  " + built.release() + ": " + built.compiled() + " files compiled");
    return new BuiltKernel(
        built.release(),
        image,
        config,
        packages,
        built.compiled(),
        built.launcher(),
        built.headerSha256(),
        built.headerSeen(),
        built.symbols(),
        built.configured(),
        built.notes(),
        built.remedies(),
        built.took());
  }
}
