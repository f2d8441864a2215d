// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import java.util.List;
import java.util.Optional;

/**
 * The program that runs containers: podman, or docker where there is none.
 *
 * @param name what is called
 * @param podman whether it is podman, whatever it is called
 * @param user who the build's programs are in a container
 * @param mapping options that make what this user writes the caller's own outside
 */
record ContainerProgram(String name, boolean podman, ContainerUser user, List<String> mapping) {
  private static final List<String> KNOWN = List.of("podman", "docker");

  /** Copies what it is given. */
  ContainerProgram {
    mapping = List.copyOf(mapping);
  }

  /** Podman, run by this user. */
  static ContainerProgram podman(String name, ContainerUser user) {
    List<String> mapping = user.uid() == 0 ? List.of() : List.of("--userns=keep-id");
    return new ContainerProgram(name, true, user, mapping);
  }

  /**
   * Docker, run by this user.
   *
   * @param rootless whether its daemon is this user's own: then the container's root is this user
   */
  static ContainerProgram docker(String name, ContainerUser user, boolean rootless) {
    return new ContainerProgram(name, false, rootless ? ContainerUser.ROOT : user, List.of());
  }

  /**
   * The one that this host has.
   *
   * @param named the one to take; empty for whichever is there
   * @throws MissingDependencyFailure when there is none, or it is not usable
   */
  static ContainerProgram find(Optional<String> named, CommandRunner runner) {
    for (String name : named.map(List::of).orElse(KNOWN)) {
      Optional<String> version = version(name, runner);
      if (version.isPresent()) {
        return version.get().contains("podman")
            ? podman(name, ContainerUser.present())
            : docker(name, ContainerUser.present(), rootless(name, runner));
      }
    }
    throw new MissingDependencyFailure(
        named
            .map(name -> "there is no " + name + " on this host")
            .orElse("there is neither podman nor docker on this host"),
        "install podman, or build with --in host",
        null);
  }

  private static Optional<String> version(String name, CommandRunner runner) {
    try {
      CommandResult result = runner.run(Command.of(name, "--version").asUsers());
      return result.ok() ? Optional.of(result.lastLine()) : Optional.empty();
    } catch (ProcessFailure e) {
      return Optional.empty();
    }
  }

  private static boolean rootless(String name, CommandRunner runner) {
    CommandResult result =
        runner.run(Command.of(name, "info", "--format", "{{.SecurityOptions}}").asUsers());
    if (!result.ok()) {
      throw new MissingDependencyFailure(
          name + " is here but does not work: " + result.lastLine(),
          "start its daemon and be in its group, or install podman, which needs neither",
          null);
    }
    return result.lastLine().contains("name=rootless");
  }

  /**
   * Whether an image lies on this host.
   *
   * @throws MissingDependencyFailure when that cannot be told
   */
  boolean has(String image, CommandRunner runner) {
    CommandResult result =
        runner.run(
            (podman
                    ? Command.of(name, "image", "exists", image)
                    : Command.of(name, "image", "inspect", "--format", "{{.Id}}", image))
                .asUsers());
    if (!result.ok() && result.exit() != 1) {
      throw new MissingDependencyFailure(
          name + " cannot tell whether it has " + image + ": " + result.lastLine(),
          "see what `" + name + " images` says",
          null);
    }
    return result.ok();
  }
}
