// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.report.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a report says of the host and its tools. */
public final class HostInfo {
  /** Each tool by the name it has in a report. */
  private static final Map<String, String> TOOLS =
      Map.of(
          "gcc", "gcc",
          "make", "make",
          "ld", "ld",
          "ccache", "ccache",
          "qemu", "qemu-system-x86_64");

  private HostInfo() {}

  public static HostFacts facts() {
    return new HostFacts(
        distribution(),
        System.getProperty("os.version", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch", "unknown"),
        System.getProperty("java.runtime.version", "unknown"));
  }

  /** The version lines of the tools that are there. */
  public static Map<String, String> tools(CommandRunner runner) {
    Map<String, String> lines = new TreeMap<>();
    TOOLS.forEach(
        (name, program) ->
            HostRequirement.program(program, "")
                .found()
                .flatMap(file -> version(runner, file))
                .ifPresent(line -> lines.put(name, line)));
    return lines;
  }

  /** The first line that a program prints as its version. */
  public static Optional<String> version(CommandRunner runner, Path program) {
    CommandResult result = runner.run(Command.of(program.toString(), "--version"));
    return result.output().stream().findFirst();
  }

  private static String distribution() {
    try {
      return Files.readAllLines(Path.of("/etc/os-release")).stream()
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
