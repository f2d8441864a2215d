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
  private static final String ENTRY =
      """

      # The entry point of twlen. Bash splits --guest=qemu at the "=", but the functions above expect two words.
      function _twlen() {
        local words=() function=_picocli_twlen i word
        for ((i = 0; i <= COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if [[ $word == "=" && $i -gt 0 && ${COMP_WORDS[i-1]} == --* ]]; then
            [[ $i == "$COMP_CWORD" ]] || continue
            word=""
          fi
          words+=("$word")
        done
        local COMP_CWORD=$((${#words[@]} - 1))
        local COMP_WORDS=("${words[@]}")
        for ((i = 1; i < COMP_CWORD; i++)); do
          declare -F "${function}_${words[i]}" >/dev/null || break
          function+=_${words[i]}
        done
        "$function"
        # Offer files where no word matches, and beside recipes.
        if [[ ${#COMPREPLY[@]} == 0 && $word == [!-]* ]]; then
          type compopt &>/dev/null && compopt -o default
        elif [[ ${#COMPREPLY[@]} != 0 && " OR_FILE " == *" ${COMPREPLY[0]} "* ]]; then
          local file
          while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$word")
          type compopt &>/dev/null && compopt -o filenames
        fi
      }
      complete -F _twlen twlen
      """;

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
        + ENTRY.replace("OR_FILE", String.join(" ", words));
  }
}
