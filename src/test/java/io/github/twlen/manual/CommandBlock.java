// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fenced block of a page.
 *
 * @param page its path from the root of the repository
 * @param line of the opening fence, from 1
 * @param language the word after the opening fence; may be empty
 * @param mark the text of the HTML comment on the line before
 * @param lines between the fences
 */
record CommandBlock(
    String page, int line, String language, Optional<String> mark, List<String> lines) {
  private static final String PROMPT = "$ ";

  /** Copies the lines. */
  CommandBlock {
    lines = List.copyOf(lines);
  }

  /**
   * One command and the output that the page shows for it.
   *
   * @param text one line, or several that end with a backslash
   * @param shown empty if the page shows no output
   */
  record Shown(String text, List<String> shown) {
    /** Returns whether it prints the exit status of the previous command. */
    boolean asksForStatus() {
      return text.equals("echo $?");
    }
  }

  /** Returns whether the block contains commands. */
  boolean ofCommands() {
    return language.equals("console") || language.equals("sh");
  }

  /** Returns its page and line, for messages. */
  String place() {
    return page + ":" + line;
  }

  /**
   * Returns the commands of a console block with their output; a block of sh is one command without
   * output.
   *
   * @throws AssertionError if a console block does not begin with a command
   */
  List<Shown> commands() {
    if (language.equals("sh")) {
      return List.of(new Shown(String.join("\n", lines), List.of()));
    }
    if (lines.isEmpty() || !lines.get(0).startsWith(PROMPT)) {
      throw new AssertionError(place() + ": a console block begins with `$ ` and a command");
    }
    List<Shown> all = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      StringBuilder text = new StringBuilder(lines.get(at++).substring(PROMPT.length()));
      while (text.toString().endsWith("\\") && at < lines.size()) {
        text.append('\n').append(lines.get(at++));
      }
      int first = at;
      while (at < lines.size() && !lines.get(at).startsWith(PROMPT)) {
        at++;
      }
      all.add(new Shown(text.toString(), List.copyOf(lines.subList(first, at))));
    }
    return all;
  }

  /** Returns the arguments of each call of twlen. */
  List<List<String>> calls() {
    return commands().stream().flatMap(c -> ShellLine.calls(c.text()).stream()).toList();
  }
}
