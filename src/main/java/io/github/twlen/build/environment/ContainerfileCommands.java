// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code RUN} lines of a containerfile, which install the build's tools in a container and in a
 * guest. twlen's containerfiles have only these and a {@code FROM}.
 */
public record ContainerfileCommands(List<String> commands) {
  /** For a box that has all tools. */
  public static final ContainerfileCommands NONE = new ContainerfileCommands(List.of());

  /** Reads a containerfile; comments may interrupt a continued line. */
  public static ContainerfileCommands of(String containerfile) {
    String joined = containerfile.replaceAll("(?m)^[ \\t]*#.*\\n?", "").replaceAll("\\\\\\n", "");
    return new ContainerfileCommands(
        Stream.of(joined.split("\n"))
            .map(String::strip)
            .filter(line -> line.startsWith("RUN "))
            .map(line -> line.substring("RUN ".length()).strip())
            .toList());
  }
}
