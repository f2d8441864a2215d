// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

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
final class PrepControlFlow {
  private static final Pattern DEFINITION = Pattern.compile("\\s*%(define|global)\\b.*");

  private final Set<Integer> nested = new HashSet<>();
  private final Set<Integer> open = new HashSet<>();

  private PrepControlFlow() {}

  static PrepControlFlow of(SpecFile spec) {
    PrepControlFlow controlFlow = new PrepControlFlow();
    ShellNesting nesting = new ShellNesting();
    List<Deque<String>> branches = new ArrayList<>();
    spec.lines()
        .filter(line -> line.section().equals(SpecFile.PREP) && !line.body())
        .filter(line -> !DEFINITION.matcher(line.text()).matches())
        .forEach(line -> controlFlow.take(line, nesting, branches));
    return controlFlow;
  }

  private void take(SpecLine line, ShellNesting nesting, List<Deque<String>> branches) {
    String text = line.text().strip();
    if (text.startsWith("%if")) {
      branches.add(new ArrayDeque<>(nesting.open()));
    } else if (text.startsWith("%el") && !branches.isEmpty()) {
      // Of an %if and its %else the shell sees one.
      nesting.reopen(branches.get(branches.size() - 1));
    } else if (text.startsWith("%endif") && !branches.isEmpty()) {
      branches.remove(branches.size() - 1);
    } else if (!line.dead()) {
      if (nesting.inside()) {
        nested.add(line.number());
      }
      nesting.take(line.text());
    }
    if (nesting.inside()) {
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
