// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Names the option or the variable that chose a place where twlen cannot write.
 *
 * @param parsed the arguments of the command that failed
 * @param cache the cache
 */
record WritablePlace(ParseResult parsed, Path cache) {
  private static final String OUTPUT = "--output";

  /** Returns the failure with the fix that the command has; any other failure unchanged. */
  WorkspaceFailure advised(WorkspaceFailure failure) {
    return failure.written().flatMap(this::fix).map(failure::withPlace).orElse(failure);
  }

  private Optional<String> fix(Path path) {
    Optional<String> option =
        parsed.matchedOptions().stream()
            .filter(given -> chose(given, path))
            .findFirst()
            .map(given -> "pass another " + given.paramLabel() + " to " + given.longestName());
    if (option.isPresent()) {
      return option;
    }
    if (contains(cache, path)) {
      return Optional.of("set XDG_CACHE_HOME to a writable directory");
    }
    OptionSpec output = parsed.commandSpec().findOption(OUTPUT);
    return output == null || parsed.hasMatchedOption(output)
        ? Optional.empty()
        : Optional.of("pass a writable " + output.paramLabel() + " to " + OUTPUT);
  }

  private static boolean chose(ArgSpec option, Path path) {
    return option.getValue() instanceof Path given && contains(given, path);
  }

  /** A missing directory above the place may be the one that cannot be made. */
  private static boolean contains(Path place, Path path) {
    Path whole = place.toAbsolutePath().normalize();
    Path failed = path.toAbsolutePath().normalize();
    return failed.startsWith(whole) || whole.startsWith(failed);
  }
}
