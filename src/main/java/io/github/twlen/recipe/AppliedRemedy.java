// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

/**
 * A remedy that was applied to a build, for logs and reports.
 *
 * @param mends the problem without it, a sentence without its full stop
 * @param tool the tool that made it necessary, with its version, such as {@code gcc 12.2.0}
 * @param how the measure: compiler flags, a header, a patch
 */
public record AppliedRemedy(String name, String mends, String tool, String how) {
  /** Returns it in one line. */
  public String line() {
    return name + " (" + tool + "): " + mends + "; " + how;
  }
}
