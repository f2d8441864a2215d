// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.process.ProgramPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something that a run needs on this host.
 *
 * @param name as a person calls it
 * @param why what it is needed for
 * @param anyOf programs, looked for on {@code PATH}, or absolute paths of files: one of them is
 *     enough
 * @param apt the Debian package that has it
 * @param dnf the CentOS or Fedora package that has it
 * @param optional whether the run is possible without it
 * @param fit what a file of that name must be, to be of use
 */
public record HostRequirement(
    String name,
    String why,
    List<String> anyOf,
    String apt,
    String dnf,
    boolean optional,
    Predicate<Path> fit) {
  /** Copies what it is given. */
  public HostRequirement {
    anyOf = List.copyOf(anyOf);
  }

  /** A program that is needed, of the same name as its packages. */
  public static HostRequirement program(String name, String why) {
    return program(name, why, name, name);
  }

  /** A program that is needed, from packages of other names. */
  static HostRequirement program(String name, String why, String apt, String dnf) {
    return new HostRequirement(name, why, List.of(name), apt, dnf, false, Files::isExecutable);
  }

  /** A file that is needed, in one of these places. */
  static HostRequirement file(
      String name, String why, List<String> places, String apt, String dnf) {
    return new HostRequirement(name, why, places, apt, dnf, false, Files::isRegularFile);
  }

  /** The same, but the run is possible without it. */
  public HostRequirement asOptional() {
    return new HostRequirement(name, why, anyOf, apt, dnf, true, fit);
  }

  /** Where it was found. */
  public Optional<Path> found() {
    return anyOf.stream().flatMap(HostRequirement::places).filter(fit).findFirst();
  }

  private static Stream<Path> places(String what) {
    // sbin is not on every user's PATH, but what lies there can be run.
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return ProgramPath.candidates(what, path);
  }
}
