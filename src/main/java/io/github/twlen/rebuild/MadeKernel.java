package io.github.twlen.rebuild;

import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.ConfigFragment;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel in the output folder, with what its build told.
 *
 * @param built what the build told; its paths lead into the tree, where the next build replaces
 *     them
 * @param folder where it lies now
 * @param artifacts everything that was copied there
 */
record MadeKernel(BuiltKernel built, OutputFolder folder, List<Path> artifacts) {
  MadeKernel {
    artifacts = List.copyOf(artifacts);
  }

  /** What a report says of it. */
  BuildFacts facts(RebuildOrder order) {
    List<String> targets = new ArrayList<>(List.of("bzImage"));
    targets.addAll(order.packageTargets());
    return new BuildFacts(
        built.release(),
        "x86_64",
        targets,
        order.config().name(),
        Digests.sha256(folder.config()),
        order.fragments().stream().map(ConfigFragment::name).toList(),
        built.compiled(),
        built.launcher().isEmpty() ? null : built.launcher(),
        built.took().toMillis() / 1000.0,
        artifacts.stream().map(this::artifact).toList());
  }

  private BuildFacts.Artifact artifact(Path file) {
    return new BuildFacts.Artifact(
        folder.root().relativize(file).toString(), file.toFile().length(), Digests.sha256(file));
  }
}
