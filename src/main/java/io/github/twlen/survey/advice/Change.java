// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.SurveyData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a remedy.
 *
 * @param commands to apply it now, or lines of a program's configuration
 * @param persist commands that keep the sysctls after a reboot; empty for other commands
 * @param undo commands that take the sysctls back, the last change first
 */
public record Change(List<String> commands, List<String> persist, List<String> undo) {
  /** No command. */
  static final Change NONE = of(List.of());

  /** Copies the lists. */
  public Change {
    commands = List.copyOf(commands);
    persist = List.copyOf(persist);
    undo = List.copyOf(undo);
  }

  /** Returns commands that change no sysctl, such as a look or a program's configuration. */
  public static Change of(List<String> commands) {
    return new Change(commands, List.of(), List.of());
  }

  /**
   * Returns the change of one sysctl.
   *
   * @param name such as {@code net.ipv4.tcp_tw_reuse}
   * @param present the present value; empty for an empty list; null if unknown: then the first
   *     command prints it, for the user to put in the place of {@code VALUE} in the last ones
   */
  public static Change sysctl(
      SurveyData data, String name, Object value, @Nullable Object present) {
    String file = SysctlFile.of(data.release(), name);
    List<String> commands = new ArrayList<>();
    List<String> undo = new ArrayList<>();
    if (present == null) {
      commands.add(SysctlFile.show(name));
    }
    undo.add(SysctlFile.set(name, present == null ? "VALUE" : present.toString()));
    undo.add(SysctlFile.remove(file, name));
    commands.add(SysctlFile.set(name, value.toString()));
    return new Change(commands, List.of(SysctlFile.keep(file, name, value.toString())), undo);
  }

  /** Returns this change, then another one; they are undone in reverse order. */
  public Change then(Change next) {
    return new Change(
        joined(commands, next.commands), joined(persist, next.persist), joined(next.undo, undo));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
