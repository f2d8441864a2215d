// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

/**
 * The two lines that a failure is told in, on the terminal and in a report alike.
 *
 * @param what what happened and where, one line
 * @param remedy what to do about it, one line
 */
public record ErrorMessage(String what, String remedy) {
  /** A program's last words may be a line without an end. */
  private static final int LONGEST = 2_000;

  /** Keeps the beginning of each. */
  public ErrorMessage {
    what = TerminalText.beginning(what, LONGEST);
    remedy = TerminalText.beginning(remedy, LONGEST);
  }

  /** Tells a {@link TwlenFailure} as it tells itself; anything else is a fault of ours. */
  public static ErrorMessage of(Throwable thrown) {
    if (thrown instanceof TwlenFailure failure) {
      return new ErrorMessage(failure.what(), failure.remedy());
    }
    if (thrown instanceof OutOfMemoryError) {
      return new ErrorMessage(
          "there is not enough memory for this",
          "free some, or give Java more: JAVA_TOOL_OPTIONS=-Xmx4g");
    }
    return new ErrorMessage(
        "a fault of ours: " + thrown.toString().lines().findFirst().orElse(""),
        "please report it with the output of the same command and --debug");
  }
}
