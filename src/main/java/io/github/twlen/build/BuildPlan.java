// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.rpm.RpmBuild;
import java.util.List;
import java.util.Optional;

/** By what a kernel is built, and with which of its settings. */
public sealed interface BuildPlan {
  /**
   * By make, in a kept tree.
   *
   * @param config how the kernel is configured
   * @param packageTargets what is made beside {@code bzImage}
   * @param baseline whether the stock kernel is built and measured in the same way
   */
  record ByMake(ConfigPlan config, List<String> packageTargets, boolean baseline)
      implements BuildPlan {
    /** Copies what it is given. */
    public ByMake {
      packageTargets = List.copyOf(packageTargets);
    }

    /** The same with something that a guest can install: a tar, if no package is made anyway. */
    public ByMake withPackage() {
      return packageTargets.isEmpty() ? new ByMake(config, List.of("tar-pkg"), baseline) : this;
    }
  }

  /**
   * By rpmbuild, with the vendor's spec.
   *
   * @param goal what is made
   * @param with conditions of the spec that are switched on
   * @param without conditions that are switched off
   * @param beside conditions that are switched off where the spec knows them
   * @param defines macros that are set, each a name, a blank and its value
   * @param arch the architecture, such as {@code x86_64}
   * @param nodeps whether to build though what the spec requires is not installed as packages
   * @param signKey the key that signs what was made; empty for none
   */
  record ByRpm(
      RpmBuild.Goal goal,
      List<String> with,
      List<String> without,
      List<String> beside,
      List<String> defines,
      String arch,
      boolean nodeps,
      Optional<String> signKey)
      implements BuildPlan {
    /** Copies what it is given. */
    public ByRpm {
      with = List.copyOf(with);
      without = List.copyOf(without);
      beside = List.copyOf(beside);
      defines = List.copyOf(defines);
    }
  }
}
