// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.List;

/**
 * The result of a command.
 *
 * @param exit its exit code; 128 + n when signal n killed it
 * @param output the last lines of its standard output
 * @param errors the last lines of its standard error
 */
public record CommandResult(int exit, List<String> output, List<String> errors) {
  /** Copies the lists. */
  public CommandResult {
    output = List.copyOf(output);
    errors = List.copyOf(errors);
  }

  /** Returns whether it succeeded. */
  public boolean ok() {
    return exit == 0;
  }

  /** Returns whether a signal killed it, so that it could not clean up. */
  public boolean bySignal() {
    return exit > 128;
  }

  /** Returns the last line of standard error, else of standard output, that is not blank. */
  public String lastLine() {
    String error = lastError();
    return error.isEmpty() ? last(output) : error;
  }

  /** Returns the last line of standard error that is not blank; empty when there is none. */
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
