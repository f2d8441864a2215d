// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directories of a shell.
 *
 * @param stack of {@code pushd}, the top first; empty when unknown
 * @param previous the directory before the last {@code cd}
 * @param live whether the script goes on: false after {@code exit}
 */
record ShellState(
    WorkingDirectory here,
    Optional<List<WorkingDirectory>> stack,
    WorkingDirectory previous,
    boolean live) {
  static final ShellState START =
      new ShellState(
          WorkingDirectory.START, Optional.of(List.of()), WorkingDirectory.UNKNOWN, true);

  ShellState cd(WorkingDirectory to) {
    return new ShellState(to, stack, here, live);
  }

  ShellState pushd(WorkingDirectory to) {
    Optional<List<WorkingDirectory>> pushed =
        stack.map(
            below -> {
              List<WorkingDirectory> all = new ArrayList<>(List.of(here));
              all.addAll(below);
              return List.copyOf(all);
            });
    return new ShellState(to, pushed, here, live);
  }

  ShellState popd() {
    if (stack.isEmpty()) {
      return cd(WorkingDirectory.UNKNOWN);
    }
    List<WorkingDirectory> all = stack.get();
    return all.isEmpty()
        ? this
        : new ShellState(all.get(0), Optional.of(all.subList(1, all.size())), here, live);
  }

  /** Returns the state after {@code pushd} without arguments. */
  ShellState swapped() {
    ShellState popped = popd();
    return popped.equals(this)
        ? this
        : new ShellState(
            popped.here, popped.stack.map(rest -> popped.pushing(here, rest)), here, live);
  }

  private List<WorkingDirectory> pushing(WorkingDirectory top, List<WorkingDirectory> rest) {
    List<WorkingDirectory> all = new ArrayList<>(List.of(top));
    all.addAll(rest);
    return List.copyOf(all);
  }

  ShellState ended() {
    return new ShellState(here, stack, previous, false);
  }

  /** Returns the state where either branch may have run. */
  ShellState or(ShellState other) {
    if (!live || equals(other)) {
      return other;
    }
    return other.live
        ? new ShellState(
            here.or(other.here), either(other.stack), previous.or(other.previous), true)
        : this;
  }

  private Optional<List<WorkingDirectory>> either(Optional<List<WorkingDirectory>> other) {
    if (stack.isEmpty() || other.isEmpty() || stack.get().size() != other.get().size()) {
      return Optional.empty();
    }
    List<WorkingDirectory> both = new ArrayList<>();
    for (int i = 0; i < stack.get().size(); i++) {
      both.add(stack.get().get(i).or(other.get().get(i)));
    }
    return Optional.of(List.copyOf(both));
  }
}
