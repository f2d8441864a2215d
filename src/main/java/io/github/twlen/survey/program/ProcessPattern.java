// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.program;

import java.util.List;

/**
 * A pattern of a process name as {@code /proc/PID/comm} has it, at most 15 bytes.
 *
 * @param text a name; a {@code *} at its end, or at its beginning, stands for any text
 */
public record ProcessPattern(String text) {
  /** Returns whether a name fits. */
  public boolean fits(String name) {
    if (text.endsWith("*")) {
      return name.startsWith(text.substring(0, text.length() - 1));
    }
    return text.startsWith("*") ? name.endsWith(text.substring(1)) : name.equals(text);
  }

  static boolean anyFits(List<ProcessPattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.fits(name));
  }
}
