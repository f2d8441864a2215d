// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Follows the working directory of a script: {@code cd}, {@code pushd}, {@code popd}, subshells,
 * branches, loops and functions. It runs nothing.
 */
public final class DirectoryTracker implements ShellListener {
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*=.*", Pattern.DOTALL);
  private static final Set<String> PREFIXES = Set.of("command", "builtin", "env", "sudo", "eval");
  private static final Set<String> TESTS = Set.of("[", "[[", "test");

  /** What {@link #restore} restores. */
  public record Snapshot(ShellState state, List<ShellFrame> frames) {}

  private final Function<String, String> expand;
  private final Predicate<ShellCommand> special;
  private final Deque<ShellFrame> frames = new ArrayDeque<>();
  private final Set<String> moving = new HashSet<>();
  private final ShellVariables variables = new ShellVariables();
  private ShellState state = ShellState.START;
  private String defining = "";
  private boolean tested;

  /**
   * A script that starts in {@link WorkingDirectory#START}.
   *
   * @param expand expands macros in a path
   * @param special receives each command before it has its effect; returns whether it did that
   */
  public DirectoryTracker(Function<String, String> expand, Predicate<ShellCommand> special) {
    this.expand = expand;
    this.special = special;
  }

  /** Returns the present working directory. */
  public WorkingDirectory here() {
    return state.here();
  }

  /** Returns the directory of a path as the present command sees it. */
  public WorkingDirectory resolved(WorkingDirectory from, String path) {
    return variables.resolve(from, state.previous(), expand.apply(path));
  }

  /** Changes the directory, as {@code cd} does. */
  public void move(WorkingDirectory to) {
    state = state.cd(to);
  }

  /** Takes the conditions around the present command as true: without it, the script fails. */
  public void hold() {
    List<ShellFrame> all =
        frames.stream().map(one -> one.word().equals("if") ? one.holding() : one).toList();
    frames.clear();
    frames.addAll(all);
  }

  /** Returns what {@link #restore} needs. */
  public Snapshot snapshot() {
    return new Snapshot(state, List.copyOf(frames));
  }

  /** Goes back to an earlier state, to follow another branch from there. */
  public void restore(Snapshot before) {
    state = before.state();
    frames.clear();
    frames.addAll(before.frames());
  }

  /** Continues after a branch that ended as in {@code other}, or as now. */
  public void merge(Snapshot other) {
    state = state.or(other.state());
  }

  @Override
  public void opened(String word) {
    boolean body = !defining.isEmpty() && (word.equals("{") || word.equals("("));
    frames.push(ShellFrame.opened(word, state, body ? defining : ""));
    defining = body ? "" : defining;
    tested = false;
  }

  @Override
  public void branch(String word) {
    tested = false;
    if (frames.isEmpty() || word.equals("then") || word.equals("do")) {
      return;
    }
    ShellFrame frame = frames.pop();
    frames.push(frame.branch(state, word));
    state = frame.saved();
  }

  @Override
  public void closed() {
    if (frames.isEmpty()) {
      return;
    }
    ShellFrame frame = frames.pop();
    if (!frame.function().isEmpty()) {
      if (!state.equals(frame.saved()) && state.live()) {
        moving.add(frame.function());
      }
      state = frame.saved();
    } else if (frame.word().equals("(")) {
      state = frame.saved();
    } else if (!frame.word().equals("{")) {
      state = frame.after(state);
    }
    tested = false;
  }

  @Override
  public void defined(String function) {
    defining = function;
    moving.remove(function);
  }

  @Override
  public void command(List<String> all, String operator) {
    if (operator.isEmpty()) {
      tested = false;
    }
    boolean alternative = operator.equals("||");
    boolean conditional = alternative || (operator.equals("&&") && tested);
    ShellState before = state;
    List<String> words = assign(all);
    if (!words.isEmpty()) {
      run(words, conditional);
    }
    boolean test = !words.isEmpty() && TESTS.contains(words.get(0));
    if (operator.equals("|") || (alternative && !tested)) {
      state = before; // A subshell; or a command that runs only after a failure.
    } else if (conditional) {
      state = state.or(before);
    }
    tested = test || (tested && !operator.isEmpty());
  }

  /** Notes assignments; returns the rest. */
  private List<String> assign(List<String> words) {
    int at = 0;
    while (at < words.size() && ASSIGNMENT.matcher(words.get(at)).matches()) {
      String word = words.get(at++);
      int equals = word.indexOf('=');
      if (at == words.size()) {
        boolean certain = frames.stream().allMatch(ShellFrame::isGroup);
        String value = expand.apply(word.substring(equals + 1));
        variables.set(word.substring(0, equals), value, state.here(), certain);
      }
    }
    while (at < words.size() - 1 && PREFIXES.contains(words.get(at))) {
      at++;
    }
    return words.subList(at, words.size());
  }

  private void run(List<String> words, boolean conditional) {
    String name = words.get(0);
    if (frames.peek() != null
        && frames.peek().header().isEmpty()
        && name.equals(frames.peek().word())) {
      head(words);
      return;
    }
    ShellCommand command = shown(words, conditional);
    if (special.test(command)) {
      return;
    }
    switch (name) {
      case "cd", "chdir" -> state = state.cd(target(arguments(words)));
      case "pushd" -> {
        List<String> arguments = arguments(words);
        state = arguments.isEmpty() ? state.swapped() : state.pushd(target(arguments));
      }
      case "popd" -> state = state.popd();
      case "exit", "return" -> state = state.ended();
      default -> {
        if (moving.contains(name)) {
          state = state.cd(WorkingDirectory.UNKNOWN);
        }
      }
    }
  }

  /** The words of {@code for name in ...} belong to the construct. */
  private void head(List<String> words) {
    ShellFrame frame = frames.pop();
    frames.push(frame.headed(words));
    if (frame.word().equals("for") && words.size() > 1) {
      variables.loop(words.get(1));
    }
  }

  private static List<String> arguments(List<String> words) {
    return words.stream().skip(1).filter(word -> !word.matches("-[LPen]|--")).toList();
  }

  private WorkingDirectory target(List<String> arguments) {
    if (arguments.isEmpty() || arguments.get(0).matches("[<>]")) {
      return WorkingDirectory.UNKNOWN; // Home.
    }
    return resolved(state.here(), arguments.get(0));
  }

  private ShellCommand shown(List<String> words, boolean conditional) {
    if (frames.isEmpty()) {
      return new ShellCommand(words, state.here(), List.of(), conditional ? 1 : 0, "");
    }
    List<List<String>> loops =
        new ArrayList<>(
            frames.stream().filter(ShellFrame::isLoop).map(ShellFrame::header).toList());
    Collections.reverse(loops);
    String function =
        frames.stream()
            .map(ShellFrame::function)
            .filter(name -> !name.isEmpty())
            .reduce((inner, outer) -> outer)
            .orElse("");
    int conditions =
        (int) frames.stream().filter(frame -> !frame.isLoop() && !frame.isGroup()).count();
    return new ShellCommand(
        words, state.here(), loops, conditions + (conditional ? 1 : 0), function);
  }
}
