// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import java.util.ArrayList;
import java.util.List;

/**
 * As much of the shell's grammar as the pages use: words, quotes, comments, what joins commands.
 */
final class ShellLine {
  private ShellLine() {}

  /**
   * The calls of twlen in a script.
   *
   * @return the words behind {@code twlen} of each
   */
  static List<List<String>> calls(String script) {
    return commands(script).stream()
        .filter(c -> c.get(0).equals("twlen") || c.get(0).endsWith("/twlen"))
        .map(c -> c.subList(1, c.size()))
        .toList();
  }

  /** The simple commands of a script, each as its words, without quotes and redirections. */
  static List<List<String>> commands(String script) {
    List<List<String>> all = new ArrayList<>();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (char c : (script.replace("\\\n", " ") + "\n").toCharArray()) {
      if (quote == '#') {
        quote = c == '\n' ? 0 : '#';
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
        continue;
      } else if (c == '#' && !open) {
        quote = c;
        continue;
      }
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        open = true;
      } else if (quote == 0 && (" \t\n|&;()".indexOf(c) < 0 || redirected(word, c))) {
        word.append(c);
        open = true;
      } else if (quote == 0) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
          open = false;
        }
        if (c != ' ' && c != '\t') {
          end(words, all);
        }
      }
    }
    return all;
  }

  /** The ampersand of {@code 2>&1} joins no commands. */
  private static boolean redirected(StringBuilder word, char c) {
    return c == '&' && word.length() > 0 && word.charAt(word.length() - 1) == '>';
  }

  private static void end(List<String> words, List<List<String>> all) {
    words.removeIf(word -> word.matches("[0-9]*[<>].+"));
    while (!words.isEmpty()
        && (words.get(0).matches("\\w+=.*") || words.get(0).matches("if|!|then|else|do|sudo"))) {
      words.remove(0);
    }
    if (!words.isEmpty()) {
      all.add(List.copyOf(words));
    }
    words.clear();
  }
}
