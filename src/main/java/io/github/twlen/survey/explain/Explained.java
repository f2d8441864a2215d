// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import java.util.List;

/**
 * The known lines of a log, each kind once, in the order of the log.
 *
 * @param schemaVersion of the JSON
 * @param lines that are not empty
 * @param unknownLines of these, without a known meaning
 * @param similar a kind that an only, unknown line resembles; empty for none
 */
public record Explained(
    int schemaVersion,
    long lines,
    long unknownLines,
    String similar,
    List<Explanation> explanations) {
  static final int SCHEMA_VERSION = 1;

  /** Copies the list. */
  public Explained {
    explanations = List.copyOf(explanations);
  }
}
