// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * An open construct of a script.
 *
 * @param word the reserved word that opened it
 * @param header the words of {@code for}, {@code case} or {@code select}
 * @param saved the state in which each of its branches starts
 * @param ends the states in which its finished branches ended
 * @param otherwise whether one of its branches always runs
 * @param function the function whose body it is; empty elsewhere
 */
record ShellFrame(
    String word,
    List<String> header,
    ShellState saved,
    List<ShellState> ends,
    boolean otherwise,
    String function) {
  ShellFrame {
    header = List.copyOf(header);
    ends = List.copyOf(ends);
  }

  static ShellFrame opened(String word, ShellState saved, String function) {
    return new ShellFrame(word, List.of(), saved, List.of(), false, function);
  }

  ShellFrame headed(List<String> words) {
    return new ShellFrame(word, words, saved, ends, otherwise, function);
  }

  /** Returns the construct after a branch that ended; {@code next} begins another. */
  ShellFrame branch(ShellState ended, String next) {
    List<ShellState> all = new ArrayList<>(ends);
    all.add(ended);
    return new ShellFrame(word, header, saved, all, otherwise || next.equals("else"), function);
  }

  /** Returns the construct when the branch that is open always runs, unless another one does. */
  ShellFrame holding() {
    return new ShellFrame(word, header, saved, ends, true, function);
  }

  /** Returns the state after the construct. */
  ShellState after(ShellState last) {
    ShellState all = last;
    for (ShellState end : ends) {
      all = all.or(end);
    }
    return otherwise ? all : all.or(saved);
  }

  boolean isLoop() {
    return word.equals("for") || word.equals("while") || word.equals("until");
  }

  boolean isGroup() {
    return word.equals("(") || word.equals("{");
  }
}
