// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Reports an option or argument with an invalid value, or two that exclude each other. */
public final class InvalidOption extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  public InvalidOption(String what, String remedy) {
    super(ExitCode.USAGE, what, remedy, null);
  }

  public InvalidOption(String what) {
    this(what, "run the command with --help");
  }

  /**
   * Rejects options that have no effect in this run.
   *
   * @param names the options, each by its longest name
   * @throws InvalidOption when the user typed one of them
   */
  public static void rejectAny(@Nullable CommandSpec spec, List<String> names, String reason) {
    if (spec != null) {
      for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
        String name = option.longestName();
        if (names.contains(name)) {
          throw new InvalidOption("cannot use " + name + ": " + reason, "remove " + name);
        }
      }
    }
  }

  /**
   * Requires that a path names a file.
   *
   * @param what the file's purpose, such as {@code the kernel}
   * @throws InvalidOption when it does not
   */
  public static void requireFile(String what, Path file, String remedy) {
    if (!Files.isRegularFile(file)) {
      String reason = Files.exists(file) ? "not a file" : "no such file";
      throw new InvalidOption("cannot read " + what + " " + file + ": " + reason, remedy);
    }
  }
}
