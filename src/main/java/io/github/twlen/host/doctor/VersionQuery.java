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

/** Asks tools for their versions; a tool that hangs or fails has none. */
record VersionQuery(CommandRunner runner, Duration timeout) {
  /** Arguments of tools without {@code --version}. */
  private static final Map<String, List<String>> OTHER_ARGUMENTS =
      Map.of("ssh", List.of("-V"), "busybox", List.of(), "busybox.static", List.of());

  VersionQuery(CommandRunner runner) {
    this(runner, Duration.ofSeconds(5));
  }

  /** Returns the version that a program prints. */
  Optional<Version> ask(Path program) {
    String name = String.valueOf(program.getFileName());
    Command command =
        Command.of(program.toString())
            .with(OTHER_ARGUMENTS.getOrDefault(name, List.of("--version")))
            .within(timeout)
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
