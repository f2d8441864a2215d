// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.Version;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which programs are there where a build runs, and what they say of themselves.
 *
 * @param path the value of {@code PATH} there
 * @param names those that are there, in the order in which they were asked for
 * @param versions of those that told one
 */
public record ToolVersions(String path, Set<String> names, Map<String, Version> versions) {
  /** Prints PATH, and each program's first words with its name and a tab in front. */
  private static final String ASK =
      """
      printf 'PATH\\t%s\\n' "$PATH"
      for name in "$@"; do
        command -v "$name" >/dev/null || continue
        printf '%s\\t\\n' "$name"
        LC_ALL=C "$name" --version </dev/null 2>&1 | while IFS= read -r line; do
          printf '%s\\t%s\\n' "$name" "$line"
        done
      done
      """;

  /**
   * Asks them.
   *
   * @param folder where to run; of the work
   */
  public static ToolVersions ask(ActiveEnvironment active, Path folder, List<String> names) {
    CommandResult result =
        active.run(Command.of("/bin/sh", "-c", ASK, "sh").with(names).in(folder), line -> {});
    String path = "";
    Map<String, List<String>> told = new LinkedHashMap<>();
    for (String line : result.output()) {
      String[] parts = line.split("\t", 2);
      if (parts.length == 2 && parts[0].equals("PATH") && path.isEmpty()) {
        path = parts[1];
      } else if (parts.length == 2 && names.contains(parts[0])) {
        told.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
      }
    }
    Map<String, Version> versions = new LinkedHashMap<>();
    told.forEach((name, lines) -> Version.in(lines).ifPresent(v -> versions.put(name, v)));
    return new ToolVersions(path, new LinkedHashSet<>(told.keySet()), versions);
  }

  /**
   * Asks for the tools whose versions decide about remedies, in an environment in which nothing is
   * built yet.
   *
   * @param folder to run in; below the cache, and nothing else's
   * @return the versions by the tools' names
   */
  public static Map<String, Version> in(
      BuildEnvironment environment, Path folder, RunContext context) {
    Workspace.folder(folder);
    try (ActiveEnvironment active = environment.open(folder, context)) {
      return ask(active, folder, Remedy.TOOLS).versions();
    } finally {
      Workspace.remove(folder);
    }
  }

  /** Returns the version of a program, if it told one. */
  public Optional<Version> of(String name) {
    return Optional.ofNullable(versions.get(name));
  }
}
