// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.recipe.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Build method of a kernel and its settings. */
public sealed interface BuildPlan {
  /** Returns the architecture for which the kernel is built. */
  Architecture architecture();

  /** Builds with make in a cached work tree; {@code packageTargets} come besides the image. */
  record ByMake(ConfigPlan config, List<String> packageTargets, boolean baseline)
      implements BuildPlan {
    public ByMake {
      packageTargets = List.copyOf(packageTargets);
    }

    @Override
    public Architecture architecture() {
      return config.architecture();
    }

    /** Returns this plan with a package for a guest: a tar unless it has one already. */
    public ByMake withPackage() {
      return packageTargets.isEmpty() ? new ByMake(config, List.of("tar-pkg"), baseline) : this;
    }
  }

  /**
   * Builds with rpmbuild and the vendor's spec.
   *
   * @param with spec conditions to enable
   * @param withKnown spec conditions to enable if the spec knows them
   * @param without spec conditions to disable
   * @param beside spec conditions to disable if the spec knows them
   * @param defines macros, each as {@code NAME VALUE}
   * @param signKey empty for unsigned packages
   */
  record ByRpm(
      RpmBuild.Goal goal,
      List<String> with,
      List<String> withKnown,
      List<String> without,
      List<String> beside,
      List<String> defines,
      Architecture architecture,
      boolean nodeps,
      Optional<String> signKey)
      implements BuildPlan {
    public ByRpm {
      with = List.copyOf(with);
      withKnown = List.copyOf(withKnown);
      without = List.copyOf(without);
      beside = List.copyOf(beside);
      defines = List.copyOf(defines);
    }

    /** Returns the arguments for rpm that set the macros and enable the conditions. */
    public List<String> macros() {
      List<String> all = new ArrayList<>();
      defines.forEach(define -> all.addAll(List.of("--define", define)));
      with.forEach(name -> all.addAll(List.of("--with", name)));
      return all;
    }
  }
}
