// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import java.nio.file.Path;
import java.util.Optional;

/** Place of a build. Only the way to start commands differs, and whether files must be copied. */
public sealed interface BuildEnvironment
    permits HostEnvironment, ContainerEnvironment, VagrantEnvironment {
  /** Returns the name for a report: {@code host}, or that of a container or box. */
  String name();

  /** Returns the SHA-256 that identifies its image; empty if there is none, or it is unknown. */
  default Optional<String> imageSha256(CommandRunner runner) {
    return Optional.empty();
  }

  /**
   * Starts the environment for a work directory below the cache, after ending what a killed run
   * left there. Call it under the directory's lock. Fails if this host cannot provide it.
   */
  ActiveEnvironment open(Path directory, RunContext context);

  /** Returns the directory of the compiler cache, shared by all builds. */
  static Path compilerCache(Path cache) {
    return cache.resolve("ccache");
  }
}
