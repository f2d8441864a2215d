// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words that a command knows. It finds unknown options and commands without picocli's model,
 * which takes most of the time of a short command.
 *
 * @param name such as {@code twlen recipes list}
 * @param many whether the command takes several arguments, which may begin with dashes
 * @param options the number of values of each option, or {@link #VARIABLE}
 * @param commands the subcommands
 */
record CommandWords(String name, boolean many, Map<String, String> options, List<String> commands) {
  /** The number of values of an option that may have none. */
  static final String VARIABLE = "?";

  /** Reads a {@link #line}. */
  static CommandWords parse(String line) {
    String[] parts = line.split("\t", -1);
    Map<String, String> options = new TreeMap<>();
    for (String option : words(parts[2])) {
      int at = option.lastIndexOf('=');
      options.put(option.substring(0, at), option.substring(at + 1));
    }
    return new CommandWords(parts[0], parts[1].equals("many"), options, words(parts[3]));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /** Returns all of it as one line. */
  String line() {
    StringBuilder all = new StringBuilder();
    options.forEach((option, values) -> all.append(' ').append(option).append('=').append(values));
    return name
        + (many ? "\tmany\t" : "\tone\t")
        + all.toString().strip()
        + "\t"
        + String.join(" ", commands);
  }

  /** Returns the arguments without the words that name this command. */
  List<String> below(List<String> arguments) {
    int from = 0;
    String[] words = name.split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      // -1 when an argument file contains it.
      from += arguments.subList(from, arguments.size()).indexOf(words[i]) + 1;
    }
    return arguments.subList(from, arguments.size());
  }

  /**
   * Returns the first long option that the command does not have. Returns null when there is none,
   * or when only the parser knows whether it is the value of another option.
   */
  @Nullable String unknownOption(List<String> arguments) {
    boolean value = false;
    for (String word : arguments) {
      if (value) {
        value = false;
        continue;
      }
      String values = options.get(word);
      boolean dash = word.length() > 1 && word.startsWith("-");
      if (values != null) {
        if (values.equals(VARIABLE)) {
          return null;
        }
        value = !values.equals("0");
      } else if (isLongOption(word)) {
        if (!options.containsKey(beforeEquals(word))) {
          return word;
        }
      } else if (dash || many || !commands.isEmpty()) {
        return null;
      }
    }
    return null;
  }

  private static boolean isLongOption(String word) {
    return word.length() > 2 && word.startsWith("--") && Character.isLetter(word.charAt(2));
  }

  private static String beforeEquals(String word) {
    int at = word.indexOf('=');
    return at < 0 ? word : word.substring(0, at);
  }

  /** Explains a word that the command does not know. */
  UsageError unknown(String word) {
    boolean option = word.startsWith("-");
    Collection<String> candidates = option ? options.keySet() : commands;
    String kind = option ? "option" : commands.isEmpty() ? "argument" : "command";
    String typed = beforeEquals(word);
    String near = typed.length() > 2 ? Suggestion.nearest(typed, candidates).orElse("") : "";
    String help = "run `" + name + " --help`";
    return new UsageError(
        "cannot use '" + word + "': unknown " + kind,
        near.isEmpty() ? help : "use " + near + ", or " + help);
  }

  /** Explains that a subcommand is missing. */
  UsageError missingCommand() {
    return new UsageError(
        "cannot run " + name + ": missing command", "pass one of " + String.join(", ", commands));
  }
}
