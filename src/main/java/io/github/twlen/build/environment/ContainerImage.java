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
 * What a container is made of: an image that the user has, or one that is built once out of a
 * definition. Either lies on this host before a build begins: a build fetches nothing.
 *
 * @param name its name
 * @param definition the text of its containerfile; empty when it must be there
 * @param offline whether it must not be built, since that needs the network
 */
public record ContainerImage(String name, Optional<String> definition, boolean offline) {
  private static final Duration LONGEST = Duration.ofHours(2);
  private static final int DIGITS = 12;

  /** An image that lies on this host. */
  public static ContainerImage named(String name) {
    return new ContainerImage(name, Optional.empty(), true);
  }

  /**
   * The image of a definition. It is named after the content, so that another content is another
   * image.
   *
   * @param environment what the definition is called, such as {@code el7}
   * @param definition the text of the containerfile
   * @param offline whether the network must not be used
   */
  public static ContainerImage defined(String environment, String definition, boolean offline) {
    String digest = Digests.sha256(definition.getBytes(StandardCharsets.UTF_8));
    return new ContainerImage(
        "localhost/twlen-" + environment + ":" + digest.substring(0, DIGITS),
        Optional.of(definition),
        offline);
  }

  /**
   * Whether it lies on this host; if not, it is to be built first.
   *
   * @throws MissingDependencyFailure when it is not there and cannot be built
   */
  boolean isHere(ContainerProgram program, CommandRunner runner) {
    if (program.has(name, runner)) {
      return true;
    }
    if (definition.isEmpty()) {
      throw new MissingDependencyFailure(
          "the image " + name + " is not on this host, and a build never pulls one",
          "get it with `" + program.name() + " pull " + name + "`",
          null);
    }
    if (offline) {
      throw new MissingDependencyFailure(
          "the image " + name + " is not built yet, and building it takes the network",
          "run it once without --offline",
          null);
    }
    return false;
  }

  /**
   * Sees to it that it lies on this host.
   *
   * @param folder where the definition and the log of building it are left
   * @throws MissingDependencyFailure when it is not there and cannot be built
   */
  void provide(ContainerProgram program, Path folder, RunContext context) {
    if (isHere(program, context.runner())) {
      return;
    }
    AtomicFile.write(Workspace.folder(folder).resolve("Containerfile"), definition.orElseThrow());
    context.say("  building the image " + name + ", once");
    build(program, folder, context);
    context.status("");
  }

  private void build(ContainerProgram program, Path folder, RunContext context) {
    // In its folder, by plain names: what the folder itself is called does not matter then.
    Command command =
        Command.of(program.name(), "build", "--tag", name, "--file", "Containerfile", ".")
            .in(folder)
            .within(LONGEST)
            .asUsers();
    try (BuildLog log = new BuildLog(folder.resolve("build.log"), count -> {})) {
      log.note(command.shown());
      CommandResult result = context.runner().run(command, log.andThen(context.progress()::status));
      if (!result.ok()) {
        throw new MissingDependencyFailure(
            "the image " + name + " could not be built: " + result.lastLine(),
            "the whole log is " + log.file() + "; --image takes one that you have",
            null);
      }
    }
  }
}
