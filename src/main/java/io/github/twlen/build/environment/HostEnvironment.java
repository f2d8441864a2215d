// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import java.nio.file.Path;
import java.util.function.Consumer;

/** This host with its own tools. */
public record HostEnvironment() implements BuildEnvironment {
  @Override
  public String name() {
    return "host";
  }

  @Override
  public ActiveEnvironment open(Path directory, RunContext context) {
    return new Site(new BindMountedPath(context.workspace().root()), context.runner());
  }

  /** Needs no copies. */
  private record Site(BindMountedPath path, CommandRunner runner) implements ActiveEnvironment {
    @Override
    public Path shown(Path inside) {
      return path.shown(inside);
    }

    @Override
    public CommandResult run(Command command, Consumer<String> listener) {
      return runner.run(path.wrap(command), listener);
    }
  }
}
