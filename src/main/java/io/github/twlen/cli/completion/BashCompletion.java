// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes the completion script of bash: picocli's functions, one per command, with another entry
 * point. Picocli's takes any word for a command, so {@code twlen patch build} would complete as
 * {@code build}, and does not support {@code --guest=}.
 */
public final class BashCompletion {
  private BashCompletion() {}

  /** Returns the script for the command {@code twlen}. */
  public static String text(CommandSpec root) {
    List<String> words = new ArrayList<>();
    new Candidates.Recipes().forEach(words::add);
    new Candidates.Configs().forEach(words::add);
    String made = AutoComplete.bash(root.name(), root.commandLine());
    // A completion script needs no #! line.
    return made.substring(made.indexOf('\n') + 1).stripTrailing()
        + "\n"
        + Template.of("bash.txt").replace("OR_FILE", String.join(" ", words));
  }
}
