// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import java.util.List;

/**
 * What a log line means.
 *
 * @param name such as {@code TW_BUCKETS}
 * @param line the first line of this kind, without control characters
 * @param lineNumber its number, from 1
 * @param count lines of this kind
 * @param origin {@code kernel} or {@code program}
 * @param printedBy who prints this spelling, such as a range of Linux releases
 * @param source the code that prints it, or that returns the error
 * @param timeWait {@code YES}, {@code MAYBE} or {@code NO}: whether TIME_WAIT can be the cause
 * @param meaning one or two sentences without a final full stop
 * @param looks commands that decide the cause
 * @param decides how to read their output, and what to do then
 */
public record Explanation(
    String name,
    String line,
    long lineNumber,
    long count,
    String origin,
    String printedBy,
    String source,
    String timeWait,
    String meaning,
    List<String> looks,
    String decides) {
  /** Copies the commands. */
  public Explanation {
    looks = List.copyOf(looks);
  }
}
