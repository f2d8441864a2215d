// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.RunContext;
import java.nio.file.Path;

/**
 * Where a build runs. The same build runs in each; they differ only in how a command gets there,
 * and in whether files must be sent there first.
 */
public sealed interface BuildEnvironment
    permits HostEnvironment, ContainerEnvironment, VagrantEnvironment {
  /** In a few words, for a report: {@code host}, or a container's or a box's name. */
  String name();

  /**
   * Makes it ready for the work in one folder. To be called under that folder's lock; what a killed
   * run left there in this environment is ended and removed first.
   *
   * @param folder the work; below the workspace, under a plain name
   * @param runner runs whatever it takes, and the commands of the build
   * @throws MissingDependencyFailure when this host cannot provide it
   */
  ActiveEnvironment open(Path folder, RunContext context);

  /** Where the compiler cache keeps what it has compiled: in the cache, beside all works. */
  static Path compilerCache(Path cache) {
    return cache.resolve("ccache");
  }
}
