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
 * @param language what stands behind the fence; empty where nothing does
 * @param mark what the HTML comment right before it says
 * @param lines between the fences
 */
record CommandBlock(
    String page, int line, String language, Optional<String> mark, List<String> lines) {
  private static final String PROMPT = "$ ";

  /** Copies what it is given. */
  CommandBlock {
    lines = List.copyOf(lines);
  }

  /**
   * One command and what the page shows of its output.
   *
   * @param text one line or, where lines end with a backslash, several
   * @param shown empty where the page shows nothing
   */
  record Shown(String text, List<String> shown) {
    /** Whether it asks for the exit status of the command before it. */
    boolean asksForStatus() {
      return text.equals("echo $?");
    }
  }

  /** Whether somebody may type what stands here. */
  boolean ofCommands() {
    return language.equals("console") || language.equals("sh");
  }

  /** Where it stands, for messages. */
  String place() {
    return page + ":" + line;
  }

  /**
   * The commands of a console block with what they print; a block of sh is one command that shows
   * nothing.
   *
   * @throws AssertionError when a console block does not begin with a command
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

  /** The calls of twlen in it, each as the words behind {@code twlen}. */
  List<List<String>> calls() {
    return commands().stream().flatMap(c -> ShellLine.calls(c.text()).stream()).toList();
  }
}
