// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Architecture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the versions of the programs that a run uses. */
final class ToolVersions {
  private ToolVersions() {}

  /** Returns the version lines of the present tools. */
  static Map<String, String> all(Architecture architecture, CommandRunner runner) {
    Map<String, String> tools =
        Map.of(
            "gcc",
            architecture.toolPrefix() + "gcc",
            "make",
            "make",
            "ld",
            architecture.toolPrefix() + "ld",
            "ccache",
            "ccache",
            "qemu",
            architecture.qemu().anyOf().get(0));
    Map<String, String> lines = new TreeMap<>();
    tools.forEach(
        (name, program) ->
            HostRequirement.program(program, "")
                .found()
                .flatMap(file -> of(runner, file))
                .ifPresent(line -> lines.put(name, line)));
    return lines;
  }

  /** Returns the first line that a program prints for {@code --version}. */
  static Optional<String> of(CommandRunner runner, Path program) {
    return runner.run(Command.of(program.toString(), "--version")).output().stream().findFirst();
  }
}
