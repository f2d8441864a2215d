// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the versions of the programs that a run uses. */
final class ToolVersions {
  /** The programs by their names in a report. */
  private static final Map<String, String> TOOLS =
      Map.of(
          "gcc", "gcc",
          "make", "make",
          "ld", "ld",
          "ccache", "ccache",
          "qemu", "qemu-system-x86_64");

  private ToolVersions() {}

  /** Returns the version lines of the present tools. */
  static Map<String, String> all(CommandRunner runner) {
    Map<String, String> lines = new TreeMap<>();
    TOOLS.forEach(
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
