// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.Resource;
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

/** The installed programs of a build environment, their versions, and its {@code PATH}. */
public record ToolVersions(String path, Set<String> names, Map<String, Version> versions) {
  /** Queries programs in a directory below the work directory. */
  public static ToolVersions ask(ActiveEnvironment active, Path directory, List<String> names) {
    String script = Resource.text(ToolVersions.class, "tool-versions.sh");
    CommandResult result =
        active.run(Command.of("/bin/sh", "-c", script, "sh").with(names).in(directory), line -> {});
    String path = "";
    Map<String, List<String>> outputs = new LinkedHashMap<>();
    for (String line : result.output()) {
      String[] parts = line.split("\t", 2);
      if (parts.length == 2 && parts[0].equals("PATH") && path.isEmpty()) {
        path = parts[1];
      } else if (parts.length == 2 && names.contains(parts[0])) {
        outputs.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
      }
    }
    Map<String, Version> versions = new LinkedHashMap<>();
    outputs.forEach((name, lines) -> Version.in(lines).ifPresent(v -> versions.put(name, v)));
    return new ToolVersions(path, new LinkedHashSet<>(outputs.keySet()), versions);
  }

  /**
   * Returns the versions of the tools that may need remedies, in an environment without a build.
   * The directory below the cache is for this query alone and is deleted.
   */
  public static Map<String, Version> in(
      BuildEnvironment environment, Path directory, RunContext context) {
    Workspace.folder(directory);
    try (ActiveEnvironment active = environment.open(directory, context)) {
      return ask(active, directory, Remedy.TOOLS).versions();
    } finally {
      Workspace.remove(directory);
    }
  }

  /** Returns the version of a program; empty when it is unknown. */
  public Optional<Version> of(String name) {
    return Optional.ofNullable(versions.get(name));
  }
}
