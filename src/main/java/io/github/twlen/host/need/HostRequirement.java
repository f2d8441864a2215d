// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.process.ProgramPath;
import io.github.twlen.recipe.RequiredTool;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.verify.guest.StaticBusybox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A program or file that a run needs on this host.
 *
 * @param anyOf programs on {@code PATH}, or absolute paths of files; one of them is enough
 * @param fit whether a file of that name is usable
 */
public record HostRequirement(
    String name,
    String why,
    List<String> anyOf,
    String apt,
    String dnf,
    boolean optional,
    Predicate<Path> fit) {
  private static final String BUSYBOX = "a static busybox";

  /** Returns a required program with the name of its packages. */
  public static HostRequirement program(String name, String why) {
    return new HostRequirement(name, why, List.of(name), name, name, false, Files::isExecutable);
  }

  static HostRequirement of(RequiredTool tool) {
    List<String> anyOf = tool.anyOf();
    Predicate<Path> fit = Files::isExecutable;
    if (tool.name().equals(BUSYBOX)) {
      // Many hosts have a busybox that needs libraries, which a guest has not.
      anyOf = StaticBusybox.USUAL_PLACES.stream().map(Path::toString).toList();
      int elf = Architectures.bundled().ofHost().map(own -> own.machine().elf()).orElse(0);
      fit = file -> StaticBusybox.isStatic(file, elf);
    } else if (anyOf.get(0).contains("/include/")) {
      fit = Files::isRegularFile;
    }
    return new HostRequirement(
        tool.name(), tool.why(), anyOf, tool.apt(), tool.dnf(), tool.optional(), fit);
  }

  /** Returns this requirement for a run that is possible without it. */
  public HostRequirement asOptional() {
    return new HostRequirement(name, why, anyOf, apt, dnf, true, fit);
  }

  /** Returns the first usable file. */
  public Optional<Path> found() {
    return anyOf.stream().flatMap(HostRequirement::candidates).filter(fit).findFirst();
  }

  private static Stream<Path> candidates(String program) {
    // Users may run programs in sbin, but often have no sbin on PATH.
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return ProgramPath.candidates(program, path);
  }
}
