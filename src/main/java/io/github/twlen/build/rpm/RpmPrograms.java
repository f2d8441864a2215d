// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The programs that rpmbuild and its own scripts call, whatever a spec says. CentOS installs them
 * with rpm-build; elsewhere, and in an image made by hand, one may be missing, and rpm finds out
 * when everything is compiled.
 */
public final class RpmPrograms {
  /**
   * One of them.
   *
   * @param name what is called
   * @param why what for
   * @param apt the Debian package that has it
   * @param dnf the CentOS package that has it
   */
  public record Program(String name, String why, String apt, String dnf) {
    private Program(String name, String why) {
      this(name, why, name, name);
    }
  }

  /** All of them (rpm: macros.in, scripts/find-debuginfo.sh, scripts/brp-*, build/rpmfc.c). */
  public static final List<Program> ALL =
      List.of(
          new Program("rpmbuild", "building kernel packages", "rpm", "rpm-build"),
          new Program("bash", "running the spec's scripts"),
          new Program("tar", "unpacking the sources"),
          new Program("xz", "unpacking the sources", "xz-utils", "xz"),
          new Program("patch", "patching the sources"),
          new Program("make", "compiling the kernel"),
          new Program("file", "telling programs from scripts, in rpm's own scripts"),
          new Program("strip", "stripping programs, in rpm's own scripts", "binutils", "binutils"),
          new Program("find", "rpm's own scripts", "findutils", "findutils"),
          new Program("cmp", "rpm's own scripts", "diffutils", "diffutils"));

  private RpmPrograms() {}

  /**
   * Sees to it that all are where a build runs.
   *
   * @param folder below the site's work
   * @throws MissingDependencyFailure when one is missing
   */
  public static void require(ActiveEnvironment active, Path folder, BuildEnvironment environment) {
    List<String> words = new ArrayList<>();
    words.add(
        "PATH=$PATH:/usr/sbin:/sbin; for p do command -v \"$p\" >/dev/null || echo \"$p\"; done");
    words.add("sh");
    ALL.forEach(program -> words.add(program.name()));
    CommandResult result =
        active.run(Command.of("/bin/sh", "-c").with(words).in(folder), line -> {});
    List<Program> missing =
        ALL.stream().filter(program -> result.output().contains(program.name())).toList();
    if (!missing.isEmpty()) {
      throw new MissingDependencyFailure(
          "rpmbuild needs what is not installed ("
              + environment.name()
              + "): "
              + missing.stream().map(Program::name).collect(Collectors.joining(", ")),
          "install there " + packages(missing),
          null);
    }
  }

  private static String packages(List<Program> missing) {
    return missing.stream()
        .map(p -> p.apt().equals(p.dnf()) ? p.dnf() : p.dnf() + " (Debian: " + p.apt() + ")")
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
