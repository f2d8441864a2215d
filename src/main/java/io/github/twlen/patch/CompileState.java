// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the compiler sees a line, as far as that is certain without a configuration. */
enum CompileState {
  /** Under no condition but the header's own guard, {@code #if 1}, or the else of {@code #if 0}. */
  COMPILED,
  /** Under a condition that a configuration decides. */
  CONDITIONAL,
  /** Inside {@code #if 0} or the else of {@code #if 1}. */
  DROPPED;

  /** One presence for each line, in the same order. */
  static List<CompileState> of(List<CodeLine> lines) {
    // What looks like the header's guard is one only if nothing follows its #endif.
    return new Walk(true).over(lines).or(() -> new Walk(false).over(lines)).orElseThrow();
  }

  private enum Branch {
    GUARD,
    TAKEN,
    DROPPED,
    UNCERTAIN
  }

  /** Walks the directives once, with a stack of the branches that are open. */
  private static final class Walk {
    private static final Pattern DIRECTIVE =
        Pattern.compile("\\s*#\\s*(ifdef|ifndef|if|elifdef|elifndef|elif|else|endif)\\b(.*)");

    private final Deque<Branch> open = new ArrayDeque<>();

    /** How many of each are open: every line asks, and the stack may be deep. */
    private final Map<Branch, Integer> counts = new EnumMap<>(Branch.class);

    private boolean guardPossible;
    private boolean guardClosed;
    private String guardName = "";

    Walk(boolean guardPossible) {
      this.guardPossible = guardPossible;
    }

    /** Empty when what was taken for the guard was none. */
    Optional<List<CompileState>> over(List<CodeLine> lines) {
      List<CompileState> all = new ArrayList<>(lines.size());
      for (CodeLine line : lines) {
        if (!line.blank() && guardClosed) {
          return Optional.empty();
        }
        Matcher directive = DIRECTIVE.matcher(line.code());
        if (!line.continuation() && directive.matches()) {
          if (!take(directive.group(1), directive.group(2).strip())) {
            return Optional.empty();
          }
        } else if (!line.blank() && !confirmsGuard(line.code())) {
          return Optional.empty();
        }
        all.add(now());
      }
      return Optional.of(all);
    }

    /** False for a guard that has an else: it is none. */
    private boolean take(String keyword, String condition) {
      if (keyword.startsWith("if")) {
        push(opened(keyword, condition));
        return true;
      }
      Branch before = open.isEmpty() ? Branch.UNCERTAIN : pop();
      if (keyword.equals("endif")) {
        guardClosed = before == Branch.GUARD;
        return true;
      }
      // After an #elif nothing of the chain is taken for certain.
      push(keyword.equals("else") ? otherwise(before) : Branch.UNCERTAIN);
      return before != Branch.GUARD;
    }

    private Branch opened(String keyword, String condition) {
      boolean first = guardPossible;
      guardPossible = false;
      if (first && keyword.equals("ifndef")) {
        guardName = condition;
        return Branch.GUARD;
      }
      if (keyword.equals("if") && condition.equals("0")) {
        return Branch.DROPPED;
      }
      return keyword.equals("if") && condition.equals("1") ? Branch.TAKEN : Branch.UNCERTAIN;
    }

    private static Branch otherwise(Branch before) {
      if (before == Branch.DROPPED) {
        return Branch.TAKEN;
      }
      return before == Branch.TAKEN ? Branch.DROPPED : Branch.UNCERTAIN;
    }

    /** The first line of code after the guard's #ifndef must define its name, as nothing. */
    private boolean confirmsGuard(String code) {
      guardPossible = false;
      if (guardName.isEmpty()) {
        return true;
      }
      String name = Pattern.quote(guardName);
      guardName = "";
      return code.matches("\\s*#\\s*define\\s+" + name + "\\s*");
    }

    private void push(Branch branch) {
      open.push(branch);
      counts.merge(branch, 1, Integer::sum);
    }

    private Branch pop() {
      Branch last = open.pop();
      counts.merge(last, -1, Integer::sum);
      return last;
    }

    private boolean isOpen(Branch branch) {
      return counts.getOrDefault(branch, 0) > 0;
    }

    private CompileState now() {
      if (isOpen(Branch.DROPPED)) {
        return CompileState.DROPPED;
      }
      return isOpen(Branch.UNCERTAIN) ? CompileState.CONDITIONAL : CompileState.COMPILED;
    }
  }
}
