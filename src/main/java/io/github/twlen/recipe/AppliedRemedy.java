// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.Message;

/**
 * A remedy that was applied to a build, for logs and reports.
 *
 * @param mends the problem without it, a sentence without its full stop
 * @param tool the tool that made it necessary, with its version, such as {@code gcc 12.2.0}
 * @param how the measure: compiler flags, a header, a patch
 */
public record AppliedRemedy(String name, Message mends, Message tool, Message how) {
  /** Returns it in one line. */
  public Message text() {
    return Message.of(
        Remedy.class, "applied", "name", name, "tool", tool, "mends", mends, "how", how);
  }

  /** Returns the English line of a log. */
  public String line() {
    return text().toString();
  }
}
