// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.RequiredTool;
import java.nio.file.Files;

/** Checks that a tree and the tools of an environment can build for an architecture. */
final class ArchitectureCheck {
  private ArchitectureCheck() {}

  /**
   * Checks before the first file is compiled.
   *
   * @throws BuildFailure when the kernel does not support the architecture
   * @throws MissingDependencyFailure when the environment has no cross compiler for it
   */
  static void require(BuildTree tree, Architecture architecture, ToolVersions tools) {
    String directory = "arch/" + architecture.make().directory();
    boolean others = Files.isDirectory(tree.linux().resolve("arch"));
    if (others && !Files.isDirectory(tree.linux().resolve(directory))) {
      throw new BuildFailure(
          "cannot build " + tree.linux() + " for " + architecture.name() + ": no " + directory,
          "pass a kernel that supports it, or another --arch");
    }
    for (RequiredTool tool : architecture.toolsOf("cross")) {
      if (!tools.prefix().isEmpty() && tools.names().stream().noneMatch(tool.anyOf()::contains)) {
        throw new MissingDependencyFailure(
            "cannot find " + tool.anyOf().get(0) + " in the build environment",
            "install " + tool.packages() + " there");
      }
    }
  }
}
