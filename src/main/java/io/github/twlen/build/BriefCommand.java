// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import java.util.List;

/** Shortens commands for messages: some specs pass hundreds of files to one. */
public final class BriefCommand {
  /** Longer commands, in characters, are shortened. */
  private static final int LONGEST = 160;

  /** Characters that are kept of the beginning. */
  private static final int BEGINNING = 60;

  private BriefCommand() {}

  /** Returns the command, or its first words and its last with the number of those between. */
  public static String of(String command) {
    if (command.length() <= LONGEST) {
      return command;
    }
    List<String> words = List.of(command.split(" "));
    StringBuilder brief = new StringBuilder(clipped(words.get(0)));
    int at = 1;
    while (at < words.size() - 1 && brief.length() + words.get(at).length() < BEGINNING) {
      brief.append(' ').append(words.get(at++));
    }
    int more = words.size() - 1 - at;
    if (more > 0) {
      brief.append(" ... (").append(more).append(" more)");
    }
    return words.size() > 1 ? brief + " " + clipped(words.get(words.size() - 1)) : brief.toString();
  }

  private static String clipped(String word) {
    return word.length() <= LONGEST ? word : word.substring(0, BEGINNING) + "...";
  }
}
