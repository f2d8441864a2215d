// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs on PATH. */
public final class ProgramPath {
  private ProgramPath() {}

  /** Returns the first executable file of a name on the PATH of this process. */
  public static Optional<Path> find(String name) {
    return find(name, System.getenv());
  }

  /** Returns the first executable file of a name on the PATH of an environment. */
  public static Optional<Path> find(String name, Map<String, String> environment) {
    return candidates(name, environment.getOrDefault("PATH", ""))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns the paths where a program may be: an absolute name itself, else one per directory. */
  public static Stream<Path> candidates(String name, String path) {
    return name.startsWith("/")
        ? Stream.of(Path.of(name))
        : Stream.of(path.split(":")).filter(p -> !p.isEmpty()).map(p -> Path.of(p, name));
  }
}
