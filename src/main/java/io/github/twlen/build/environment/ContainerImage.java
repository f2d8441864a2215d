// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An image for containers: the user's own, or one that twlen builds once from a containerfile. It
 * must be on this host before a build begins, since builds use no network.
 */
public record ContainerImage(String name, Optional<String> definition, boolean offline) {
  private static final Duration LONGEST = Duration.ofHours(2);
  private static final int DIGITS = 12;

  /** Returns the user's own image. */
  public static ContainerImage named(String name) {
    return new ContainerImage(name, Optional.empty(), true);
  }

  /** Returns the image of a definition such as {@code el7}, named after the content's checksum. */
  public static ContainerImage defined(String environment, String definition, boolean offline) {
    String digest = Digests.sha256(definition.getBytes(StandardCharsets.UTF_8));
    return new ContainerImage(
        "localhost/twlen-" + environment + ":" + digest.substring(0, DIGITS),
        Optional.of(definition),
        offline);
  }

  /** Returns whether this host has the image; fails if it is missing and cannot be built. */
  boolean isHere(ContainerProgram program, CommandRunner runner) {
    if (program.has(name, runner)) {
      return true;
    }
    if (definition.isEmpty()) {
      throw new MissingDependencyFailure(
          "cannot find image " + name, "run `" + program.name() + " pull " + name + "`");
    }
    if (offline) {
      throw new MissingDependencyFailure(
          "cannot build image " + name + " offline", "run once without --offline");
    }
    return false;
  }

  /** Builds a missing image; the directory holds the definition and the log. */
  void provide(ContainerProgram program, Path directory, RunContext context) {
    if (isHere(program, context.runner())) {
      return;
    }
    AtomicFile.write(
        Workspace.folder(directory).resolve("Containerfile"), definition.orElseThrow());
    context.say("  building image " + name + ", once");
    // Relative names, so that the directory may have any name.
    Command command =
        Command.of(program.name(), "build", "--tag", name, "--file", "Containerfile", ".")
            .in(directory)
            .within(LONGEST)
            .asUsers();
    try (BuildLog log = new BuildLog(directory.resolve("build.log"), count -> {})) {
      log.note(command.shown());
      CommandResult result = context.runner().run(command, log.andThen(context.progress()::status));
      if (!result.ok()) {
        throw new MissingDependencyFailure(
            "cannot build image " + name + ": " + result.lastLine(),
            "correct this error or pass your own --image; the full log is " + log.file());
      }
    }
    context.status("");
  }
}
