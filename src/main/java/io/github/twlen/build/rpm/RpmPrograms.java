// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.recipe.RequiredTool;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks for the programs that rpmbuild and its own scripts call. CentOS installs them with
 * rpm-build; elsewhere rpm reports a missing one only after the compilation.
 */
public final class RpmPrograms {
  public static final List<RequiredTool> ALL = RequiredTool.of("rpmbuild", "rpm");

  private static final String PRINT_MISSING =
      "PATH=$PATH:/usr/sbin:/sbin; for p do command -v \"$p\" >/dev/null || echo \"$p\"; done";

  private RpmPrograms() {}

  /**
   * Checks the programs where a build runs.
   *
   * @param directory the work directory of the environment, or one below it
   * @throws MissingDependencyFailure when one is missing
   */
  public static void require(
      ActiveEnvironment active, Path directory, BuildEnvironment environment) {
    Command command =
        Command.of("/bin/sh", "-c", PRINT_MISSING, "sh")
            .with(ALL.stream().map(RequiredTool::name).toList())
            .in(directory);
    List<String> absent = active.run(command, line -> {}).output();
    List<RequiredTool> missing = ALL.stream().filter(p -> absent.contains(p.name())).toList();
    if (!missing.isEmpty()) {
      String names = missing.stream().map(RequiredTool::name).collect(Collectors.joining(", "));
      throw new MissingDependencyFailure(
          "cannot run rpmbuild (" + environment.name() + "): missing " + names,
          "install " + packages(missing) + " there");
    }
  }

  private static String packages(List<RequiredTool> missing) {
    return missing.stream()
        .map(p -> p.apt().equals(p.dnf()) ? p.dnf() : p.dnf() + " (Debian: " + p.apt() + ")")
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
