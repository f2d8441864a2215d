// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

/**
 * A failure in two lines, the same on the terminal and in a report.
 *
 * @param what what happened and where, one line
 * @param remedy the fix in the imperative, one line
 */
public record ErrorMessage(String what, String remedy) {
  /** A program's last output may be one line of many megabytes. */
  private static final int LONGEST = 2_000;

  /** Truncates both. */
  public ErrorMessage {
    what = TerminalText.beginning(what, LONGEST);
    remedy = TerminalText.beginning(remedy, LONGEST);
  }

  /** Returns the message of a {@link TwlenFailure}; any other exception is an internal error. */
  public static ErrorMessage of(Throwable thrown) {
    if (thrown instanceof TwlenFailure failure) {
      return new ErrorMessage(failure.what(), failure.remedy());
    }
    if (thrown instanceof OutOfMemoryError) {
      return new ErrorMessage(
          "out of memory", "free memory, or give Java more: JAVA_TOOL_OPTIONS=-Xmx4g");
    }
    return new ErrorMessage(
        "internal error: " + thrown.toString().lines().findFirst().orElse(""),
        "report it with the output of the same command and --debug");
  }
}
