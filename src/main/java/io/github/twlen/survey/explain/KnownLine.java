// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A log line whose meaning is known, from {@code known-lines.txt}.
 *
 * @param name the end of its keys in the messages
 * @param isKernel whether the kernel prints it, else a program
 * @param timeWait whether TIME_WAIT can be the cause
 * @param sample one such line
 * @param source the code that prints it, or that returns the error
 * @param looks commands that decide, with the placeholders {@code {host}} and {@code {port}}
 * @param spellings the first match wins
 */
record KnownLine(
    String name,
    boolean isKernel,
    TimeWait timeWait,
    String sample,
    String source,
    List<String> looks,
    List<Spelling> spellings) {
  /** Whether TIME_WAIT can be the cause. */
  enum TimeWait {
    YES,
    MAYBE,
    NO
  }

  /**
   * One spelling of the line.
   *
   * @param printedBy such as a range of Linux releases, or a program
   */
  record Spelling(String printedBy, Pattern pattern) {}

  /** Copies the lists. */
  KnownLine {
    looks = List.copyOf(looks);
    spellings = List.copyOf(spellings);
  }
}
