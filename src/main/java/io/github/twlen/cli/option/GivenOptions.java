// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds out which options the user typed, and rejects those that do not apply. */
public final class GivenOptions {
  private GivenOptions() {}

  /**
   * Rejects options that have no effect in this run.
   *
   * @param names the options, each by its longest name
   * @throws InvalidOption when one of them was typed
   */
  public static void reject(@Nullable CommandSpec spec, List<String> names, String reason) {
    if (spec != null) {
      spec.commandLine().getParseResult().matchedOptions().stream()
          .map(OptionSpec::longestName)
          .filter(names::contains)
          .findFirst()
          .ifPresent(
              name -> {
                throw new InvalidOption("cannot use " + name + ": " + reason, "remove " + name);
              });
    }
  }
}
