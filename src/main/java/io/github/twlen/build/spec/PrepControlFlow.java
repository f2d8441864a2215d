// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the lines of %prep that always run once: outside shell conditions, loops and functions. */
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
      // The shell sees only one branch of an %if.
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

  /** Returns whether a line begins inside a shell construct. */
  boolean nests(SpecLine line) {
    return nested.contains(line.number());
  }

  /** Returns whether a shell construct is open after a line. */
  boolean openAfter(SpecLine line) {
    return open.contains(line.number());
  }
}
