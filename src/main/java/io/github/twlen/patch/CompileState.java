// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the compiler sees a line, as far as that is certain without a configuration. */
enum CompileState {
  /** Under no condition but the header's include guard, {@code #if 1}, or the else of #if 0. */
  COMPILED,
  /** Under a condition that depends on the configuration. */
  CONDITIONAL,
  /** Inside {@code #if 0} or the else of {@code #if 1}. */
  DROPPED;

  /** Returns one state for each line, in the same order. */
  static List<CompileState> of(List<CodeLine> lines) {
    // Only the end of the file shows whether the first #ifndef is the include guard.
    return new Walk(true).over(lines).or(() -> new Walk(false).over(lines)).orElseThrow();
  }

  private enum Kind {
    GUARD,
    TAKEN,
    SKIPPED,
    UNCERTAIN
  }

  /**
   * An open branch of a conditional.
   *
   * @param inside the state of the lines in it, the branches around it included
   */
  private record Branch(Kind kind, CompileState inside) {}

  /** Walks over the directives once, with a stack of the open branches. */
  private static final class Walk {
    private static final Pattern DIRECTIVE =
        Pattern.compile("\\s*#\\s*(ifdef|ifndef|if|elifdef|elifndef|elif|else|endif)\\b(.*)");

    private final Deque<Branch> open = new ArrayDeque<>();
    private boolean guardPossible;
    private boolean guardClosed;
    private String guardName = "";

    Walk(boolean guardPossible) {
      this.guardPossible = guardPossible;
    }

    /** Returns the states; empty when the assumed include guard is none. */
    Optional<List<CompileState>> over(List<CodeLine> lines) {
      List<CompileState> all = new ArrayList<>(lines.size());
      for (CodeLine line : lines) {
        if (!line.isBlank() && guardClosed) {
          return Optional.empty();
        }
        Matcher directive = DIRECTIVE.matcher(line.code());
        boolean fits =
            (!line.continuation() && directive.matches())
                ? follow(directive.group(1), directive.group(2).strip())
                : line.isBlank() || confirmsGuard(line.code());
        if (!fits) {
          return Optional.empty();
        }
        all.add(state());
      }
      return Optional.of(all);
    }

    /** Returns false for an include guard with an else: it is none. */
    private boolean follow(String keyword, String condition) {
      if (keyword.startsWith("if")) {
        push(opened(keyword, condition));
        return true;
      }
      Kind before = open.isEmpty() ? Kind.UNCERTAIN : open.pop().kind();
      if (keyword.equals("endif")) {
        guardClosed = before == Kind.GUARD;
        return true;
      }
      // After an #elif no branch of the chain is certain.
      boolean otherwise = keyword.equals("else");
      push(
          otherwise && before == Kind.SKIPPED
              ? Kind.TAKEN
              : otherwise && before == Kind.TAKEN ? Kind.SKIPPED : Kind.UNCERTAIN);
      return before != Kind.GUARD;
    }

    private Kind opened(String keyword, String condition) {
      boolean first = guardPossible;
      guardPossible = false;
      if (first && keyword.equals("ifndef")) {
        guardName = condition;
        return Kind.GUARD;
      }
      if (keyword.equals("if") && condition.equals("0")) {
        return Kind.SKIPPED;
      }
      return keyword.equals("if") && condition.equals("1") ? Kind.TAKEN : Kind.UNCERTAIN;
    }

    /** Returns whether the first code line after the guard's #ifndef defines its name as empty. */
    private boolean confirmsGuard(String code) {
      guardPossible = false;
      String name = guardName;
      guardName = "";
      return name.isEmpty() || code.matches("\\s*#\\s*define\\s+" + Pattern.quote(name) + "\\s*");
    }

    private void push(Kind kind) {
      CompileState around = state();
      CompileState own =
          kind == Kind.SKIPPED ? DROPPED : kind == Kind.UNCERTAIN ? CONDITIONAL : COMPILED;
      open.push(new Branch(kind, own.compareTo(around) > 0 ? own : around));
    }

    private CompileState state() {
      return open.isEmpty() ? COMPILED : open.getFirst().inside();
    }
  }
}
