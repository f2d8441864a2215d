// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.process.RunContext;
import java.nio.file.Path;

/** This host with its own tools. */
public record HostEnvironment() implements BuildEnvironment {
  @Override
  public String name() {
    return "host";
  }

  @Override
  public ActiveEnvironment open(Path directory, RunContext context) {
    return new BindMountedPath(context.workspace().root(), context.runner());
  }
}
