// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** State of a line for the compiler, as far as it is certain without a configuration. */
enum CompileState {
  /** Under no condition but the include guard, {@code #if 1}, or the else of {@code #if 0}. */
  COMPILED,
  /** Under a condition that depends on the configuration. */
  CONDITIONAL,
  /** Inside {@code #if 0} or the else of {@code #if 1}. */
  DROPPED;

  private static final Pattern DIRECTIVE =
      Pattern.compile("\\s*#\\s*(ifdef|ifndef|if|elifdef|elifndef|elif|else|endif)\\b(.*)");

  /**
   * An open branch of a conditional.
   *
   * @param own the state by its own condition
   * @param inside the state of its lines, with the branches around it
   */
  private record Branch(CompileState own, CompileState inside) {}

  /** Returns one state for each line, in the same order. */
  static List<CompileState> of(List<CodeLine> lines) {
    boolean guard = hasGuard(lines.stream().filter(line -> !line.isBlank()).toList());
    Deque<Branch> open = new ArrayDeque<>();
    List<CompileState> all = new ArrayList<>(lines.size());
    for (CodeLine line : lines) {
      Matcher directive = DIRECTIVE.matcher(line.code());
      if (!line.continuation() && directive.matches()) {
        String keyword = directive.group(1);
        boolean opens = keyword.startsWith("if");
        CompileState before = opens || open.isEmpty() ? CONDITIONAL : open.pop().own();
        if (opens && guard) {
          guard = false;
          push(open, COMPILED);
        } else if (opens) {
          push(open, ofCondition(keyword + directive.group(2).stripTrailing()));
        } else if (!keyword.equals("endif")) {
          push(open, keyword.equals("else") ? opposite(before) : CONDITIONAL);
        }
      }
      all.add(inside(open));
    }
    return all;
  }

  private static CompileState ofCondition(String text) {
    if (text.matches("if\\s+1")) {
      return COMPILED;
    }
    return text.matches("if\\s+0") ? DROPPED : CONDITIONAL;
  }

  private static CompileState opposite(CompileState state) {
    if (state == DROPPED) {
      return COMPILED;
    }
    return state == COMPILED ? DROPPED : CONDITIONAL;
  }

  private static void push(Deque<Branch> open, CompileState own) {
    CompileState around = inside(open);
    open.push(new Branch(own, own.compareTo(around) > 0 ? own : around));
  }

  private static CompileState inside(Deque<Branch> open) {
    return open.isEmpty() ? COMPILED : open.getFirst().inside();
  }

  /** Returns whether the first conditional is an include guard: around all code, without else. */
  private static boolean hasGuard(List<CodeLine> code) {
    Matcher first = DIRECTIVE.matcher(code.isEmpty() ? "" : code.get(0).code());
    if (code.size() < 2 || !first.matches() || !first.group(1).equals("ifndef")) {
      return false;
    }
    String define = "\\s*#\\s*define\\s+" + Pattern.quote(first.group(2).strip()) + "\\s*";
    int depth = 0;
    for (int i = 0; i < code.size(); i++) {
      if (i > 0 && depth == 0) {
        return false;
      }
      Matcher directive = DIRECTIVE.matcher(code.get(i).code());
      if (!code.get(i).continuation() && directive.matches()) {
        String keyword = directive.group(1);
        depth += keyword.startsWith("if") ? 1 : keyword.equals("endif") ? -1 : 0;
        if (depth == 1 && keyword.startsWith("el")) {
          return false;
        }
      }
    }
    return code.get(1).code().matches(define);
  }
}
