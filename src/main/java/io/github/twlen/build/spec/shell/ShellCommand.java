// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.List;

/**
 * A simple command of a script.
 *
 * @param words without assignments before the command; the first is the command
 * @param here the working directory in which it runs
 * @param loops the words of the {@code for} loops around it, outermost first
 * @param conditions the number of constructs around it, loops excluded, that may not run it
 * @param function the function in whose body it is; empty elsewhere
 */
public record ShellCommand(
    List<String> words,
    WorkingDirectory here,
    List<List<String>> loops,
    int conditions,
    String function) {
  public ShellCommand {
    words = List.copyOf(words);
    loops = List.copyOf(loops);
  }

  /** Returns the name of the command. */
  public String name() {
    return words.get(0);
  }

  /** Returns whether it always runs, exactly once. */
  public boolean runsOnce() {
    return loops.isEmpty() && runsInEachLoop();
  }

  /** Returns whether it runs in each pass of the loops around it, if any. */
  public boolean runsInEachLoop() {
    return conditions == 0 && function.isEmpty();
  }
}
