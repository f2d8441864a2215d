// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

/**
 * A remedy that a build was given, for logs and reports.
 *
 * @param name its name in the table
 * @param mends what would have gone wrong without it, a sentence without its full stop
 * @param tool the tool that made it necessary, with its version, such as {@code gcc 12.2.0}
 * @param how what was done: words for the compiler, a header, a patch
 */
public record AppliedRemedy(String name, String mends, String tool, String how) {
  /** Returns it in one line. */
  public String line() {
    return name + " (" + tool + "): " + mends + "; " + how;
  }
}
