// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.List;

/**
 * What became of a command.
 *
 * @param exit its exit code; 128 + n when signal n ended it
 * @param output its standard output, line by line; for a command with a log, at most the last lines
 * @param errors its standard error, line by line, likewise
 */
public record CommandResult(int exit, List<String> output, List<String> errors) {
  /** Copies what it is given. */
  public CommandResult {
    output = List.copyOf(output);
    errors = List.copyOf(errors);
  }

  /** Whether it ended with 0. */
  public boolean ok() {
    return exit == 0;
  }

  /** Whether a signal ended it: it then had no time to put things in order. */
  public boolean bySignal() {
    return exit > 128;
  }

  /**
   * The last line that says something, of the errors before the output; empty when there is none.
   */
  public String lastLine() {
    String error = lastError();
    return error.isEmpty() ? last(output) : error;
  }

  /**
   * The last line of standard error that says something; empty when there is none. For a command
   * whose output is data, and says nothing of what went wrong.
   */
  public String lastError() {
    return last(errors);
  }

  private static String last(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!lines.get(i).isBlank()) {
        return lines.get(i).strip();
      }
    }
    return "";
  }
}
