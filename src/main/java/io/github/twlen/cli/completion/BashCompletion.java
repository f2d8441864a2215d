// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The completion of bash: picocli's functions, one a command, with an entry of our own. Picocli's
 * takes any word of the line for a command, so that {@code twlen patch build} completes as {@code
 * build}, and does not know {@code --guest=}.
 */
public final class BashCompletion {
  private static final String ENTRY =
      """

      # The entry of twlen's own. Bash parts --guest=qemu at the "=", and the functions above want an option and its value
      # as two words; a command is one only in its place.
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
        # Where a word begins like none of those that are offered, it may be a file; so it may beside a recipe.
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

  /**
   * The whole script.
   *
   * @param root the command {@code twlen}
   */
  public static String text(CommandSpec root) {
    String made = AutoComplete.bash(root.name(), root.commandLine());
    // Its first line says that it is a program, which a completion is not.
    return made.substring(made.indexOf('\n') + 1).stripTrailing() + "\n" + entry();
  }

  private static String entry() {
    List<String> words = new ArrayList<>();
    new Candidates.Recipes().forEach(words::add);
    new Candidates.Configs().forEach(words::add);
    return ENTRY.replace("OR_FILE", String.join(" ", words));
  }
}
