// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigDiff;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.verify.guest.KernelImage;
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
record KernelArtifacts(BuiltKernel built, OutputFolder folder, List<Path> artifacts) {
  KernelArtifacts {
    artifacts = List.copyOf(artifacts);
  }

  /** What a report says of it. */
  BuildFacts facts(RebuildRequest request) {
    return new BuildFacts(
        built.release(),
        request.run().plan() instanceof BuildPlan.ByRpm rpm ? rpm.arch() : "x86_64",
        targets(request.run().plan()),
        built.configured().map(ConfigOutcome::base).orElse("the spec's own"),
        built.config().isEmpty() ? null : Digests.sha256(folder.config()),
        built.configured().map(ConfigOutcome::fragments).orElse(List.of()),
        built.configured().map(KernelArtifacts::configuration).orElse(null),
        built.compiled(),
        built.launcher().isEmpty() ? null : built.launcher(),
        request.run().environment().name(),
        built.took().toMillis() / 1000.0,
        artifacts.stream().map(this::artifact).toList(),
        built.notes(),
        built.remedies(),
        InstallCommands.of(built.release(), packages()).orElse(null));
  }

  private static BuildFacts.Configuration configuration(ConfigOutcome configured) {
    return new BuildFacts.Configuration(
        configured.lean(),
        configured.proofOnly(),
        configured.leftOut(),
        words(configured, ConfigDiff.Kind.BY_TWLEN),
        words(configured, ConfigDiff.Kind.CHANGED),
        words(configured, ConfigDiff.Kind.DROPPED),
        words(configured, ConfigDiff.Kind.ADDED));
  }

  private static List<String> words(ConfigOutcome configured, ConfigDiff.Kind kind) {
    return configured.diff().stream()
        .flatMap(diff -> diff.of(kind).stream())
        .map(ConfigDiff.Change::words)
        .toList();
  }

  /** What is to be proved. */
  KernelUnderTest candidate() {
    return new KernelUnderTest(KernelImage.read(folder.image()), packages());
  }

  private static List<String> targets(BuildPlan plan) {
    List<String> targets = new ArrayList<>();
    if (plan instanceof BuildPlan.ByMake make) {
      targets.add("bzImage");
      targets.addAll(make.packageTargets());
    } else if (plan instanceof BuildPlan.ByRpm rpm) {
      targets.add("rpmbuild " + rpm.goal());
      rpm.with().forEach(name -> targets.add("--with " + name));
      rpm.without().forEach(name -> targets.add("--without " + name));
      rpm.defines().forEach(macro -> targets.add("--define '" + macro + "'"));
    }
    return targets;
  }

  private List<Path> packages() {
    return artifacts.stream()
        .filter(f -> f.toString().matches(".*\\.(rpm|deb|tar(\\.[a-z0-9]+)?)"))
        .toList();
  }

  private BuildFacts.Artifact artifact(Path file) {
    return new BuildFacts.Artifact(
        folder.root().relativize(file).toString(), file.toFile().length(), Digests.sha256(file));
  }
}
