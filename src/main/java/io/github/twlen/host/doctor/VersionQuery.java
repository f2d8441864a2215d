// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.recipe.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks tools for their versions. One that hangs, fails, or says nothing that is a version has not
 * told it, and that is all.
 */
final class VersionQuery {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Those that do not take {@code --version}; of a tool with no words at all nothing is asked. */
  private static final Map<String, List<String>> OTHERWISE =
      Map.of("ssh", List.of("-V"), "busybox", List.of(), "busybox.static", List.of());

  private final CommandRunner runner;
  private final Duration patience;

  VersionQuery(CommandRunner runner) {
    this(runner, PATIENCE);
  }

  VersionQuery(CommandRunner runner, Duration patience) {
    this.runner = runner;
    this.patience = patience;
  }

  /** What the program says; empty when it does not tell. */
  Optional<Version> ask(Path program) {
    String name = String.valueOf(program.getFileName());
    Command command =
        Command.of(program.toString())
            .with(OTHERWISE.getOrDefault(name, List.of("--version")))
            .within(patience)
            .withEnvironment("LC_ALL", "C");
    try {
      CommandResult result = runner.run(command);
      return result.ok()
          ? Version.in(Stream.concat(result.output().stream(), result.errors().stream()).toList())
          : Optional.empty();
    } catch (ProcessFailure e) {
      return Optional.empty();
    }
  }
}
