// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.report.text.Numbers;

/**
 * One stage of the run.
 *
 * @param name such as {@code build}
 * @param seconds how long it took
 * @param note what is worth knowing about it, such as {@code "51 files compiled"}; may be empty
 */
public record StageTime(String name, double seconds, String note) {
  /** Refuses what is not a number. */
  public StageTime {
    Numbers.requireFinite(seconds);
  }
}
