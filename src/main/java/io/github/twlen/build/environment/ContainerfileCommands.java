// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes a builder of a distribution's bare system: the {@code RUN} lines of its container's
 * definition, which say the same for a guest. A definition has nothing but these and a {@code
 * FROM}.
 *
 * @param commands each a command line of the definition's shell, to be run as root
 */
public record ContainerfileCommands(List<String> commands) {
  /** For a box that has all it takes. */
  public static final ContainerfileCommands NONE = new ContainerfileCommands(List.of());

  /** Copies what it is given. */
  public ContainerfileCommands {
    commands = List.copyOf(commands);
  }

  /** That of a containerfile. */
  public static ContainerfileCommands of(String containerfile) {
    List<String> commands = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    for (String line : containerfile.split("\n", -1)) {
      // A comment may stand between lines that go on, as in a containerfile.
      if (line.stripLeading().startsWith("#")) {
        continue;
      }
      boolean goesOn = line.endsWith("\\");
      joined.append(goesOn ? line.substring(0, line.length() - 1) : line);
      if (!goesOn) {
        String whole = joined.toString().strip();
        if (whole.startsWith("RUN ")) {
          commands.add(whole.substring("RUN ".length()).strip());
        }
        joined.setLength(0);
      }
    }
    return new ContainerfileCommands(commands);
  }
}
