// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which lines of %prep the shell always runs: those inside of its own if, case, loops, functions,
 * quotes and here-documents may be run or not, once or more.
 */
final class PrepShell {
  private static final Pattern DEFINITION = Pattern.compile("\\s*%(define|global)\\b.*");

  private final Set<Integer> nested = new HashSet<>();
  private final Set<Integer> open = new HashSet<>();

  private PrepShell() {}

  static PrepShell of(SpecFile spec) {
    PrepShell shell = new PrepShell();
    ShellWords words = new ShellWords();
    List<Deque<String>> branches = new ArrayList<>();
    spec.lines()
        .filter(line -> line.section().equals(SpecFile.PREP) && !line.body())
        .filter(line -> !DEFINITION.matcher(line.text()).matches())
        .forEach(line -> shell.take(line, words, branches));
    return shell;
  }

  private void take(SpecLine line, ShellWords words, List<Deque<String>> branches) {
    String text = line.text().strip();
    if (text.startsWith("%if")) {
      branches.add(new ArrayDeque<>(words.open()));
    } else if (text.startsWith("%el") && !branches.isEmpty()) {
      // Of an %if and its %else the shell sees one.
      words.reopen(branches.get(branches.size() - 1));
    } else if (text.startsWith("%endif") && !branches.isEmpty()) {
      branches.remove(branches.size() - 1);
    } else if (!line.dead()) {
      if (words.inside()) {
        nested.add(line.number());
      }
      words.take(line.text());
    }
    if (words.inside()) {
      open.add(line.number());
    }
  }

  /** Whether a line begins inside of something. */
  boolean nests(SpecLine line) {
    return nested.contains(line.number());
  }

  /** Whether something is open behind a line. */
  boolean openBehind(SpecLine line) {
    return open.contains(line.number());
  }
}
