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

/**
 * The installed programs of a build environment, their versions, and its {@code PATH}.
 *
 * @param prefix of the compiler and the linker of the kernel; empty for the environment's own
 */
public record ToolVersions(
    String path, Set<String> names, Map<String, Version> versions, String prefix) {
  /** Queries programs in a directory below the work directory. */
  public static ToolVersions ask(
      ActiveEnvironment active, Path directory, List<String> names, String prefix) {
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
    return new ToolVersions(path, new LinkedHashSet<>(outputs.keySet()), versions, prefix);
  }

  /**
   * Returns the versions of the tools that may need remedies, in an environment without a build.
   * The directory below the cache is for this query alone and is deleted.
   *
   * @param prefix see {@link ToolVersions}
   */
  public static Map<String, Version> in(
      BuildEnvironment environment, Path directory, String prefix, RunContext context) {
    Workspace.folder(directory);
    try (ActiveEnvironment active = environment.open(directory, context)) {
      List<String> names = new ArrayList<>(Remedy.TOOLS);
      Remedy.TOOLS.forEach(name -> names.add(prefix + name));
      return ask(active, directory, names.stream().distinct().toList(), prefix).forKernel();
    } finally {
      Workspace.remove(directory);
    }
  }

  /** Returns the versions of the tools of {@link Remedy#TOOLS} that make the kernel. */
  public Map<String, Version> forKernel() {
    Map<String, Version> all = new LinkedHashMap<>();
    for (String name : Remedy.TOOLS) {
      of(prefix + name).or(() -> of(name)).ifPresent(version -> all.put(name, version));
    }
    return all;
  }

  /** Returns the version of a program; empty when it is unknown. */
  public Optional<Version> of(String name) {
    return Optional.ofNullable(versions.get(name));
  }
}
