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
 * The program that runs containers: podman, or docker without podman.
 *
 * @param mapping options that give the container's output to the caller
 */
record ContainerProgram(String name, boolean podman, ContainerUser user, List<String> mapping) {
  private static final List<String> KNOWN = List.of("podman", "docker");

  /** Returns podman as run by this user. */
  static ContainerProgram podman(String name, ContainerUser user) {
    List<String> mapping = user.uid() == 0 ? List.of() : List.of("--userns=keep-id");
    return new ContainerProgram(name, true, user, mapping);
  }

  /**
   * Returns docker as run by this user; with a rootless daemon the container's root is this user.
   */
  static ContainerProgram docker(String name, ContainerUser user, boolean rootless) {
    return new ContainerProgram(name, false, rootless ? ContainerUser.ROOT : user, List.of());
  }

  /** Finds the named or any program on this host; fails if none is installed or works. */
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
        "cannot find " + named.orElse("podman or docker"),
        "install podman, or build with --in host");
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
          "cannot use " + name + ": " + result.lastLine(),
          "start the docker daemon and join its group, or install podman, which needs neither");
    }
    return result.lastLine().contains("name=rootless");
  }

  /** Returns the SHA-256 of an image's configuration, which names its layers; empty if unknown. */
  Optional<String> imageId(String image, CommandRunner runner) {
    Command query = Command.of(name, "image", "inspect", "--format", "{{.Id}}", image);
    String id = runner.run(query.asUsers()).lastLine().replaceFirst("^sha256:", "");
    return id.matches("[0-9a-f]{64}") ? Optional.of(id) : Optional.empty();
  }

  /** Returns whether this host has an image; fails if the program cannot answer. */
  boolean has(String image, CommandRunner runner) {
    Command query =
        podman
            ? Command.of(name, "image", "exists", image)
            : Command.of(name, "image", "inspect", "--format", "{{.Id}}", image);
    CommandResult result = runner.run(query.asUsers());
    if (!result.ok() && result.exit() != 1) {
      throw new MissingDependencyFailure(
          "cannot find image " + image + ": " + result.lastLine(),
          "make `" + name + " images` work, or build with --in host");
    }
    return result.ok();
  }
}
