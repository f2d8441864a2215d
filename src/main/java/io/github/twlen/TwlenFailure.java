// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the user can fix, reported in two lines: what happened and where, and the fix. It
 * holds the exit code of the program. Any other exception is an internal error.
 */
public abstract class TwlenFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String remedy;

  /**
   * @param exitCode the exit code of the program
   * @param what what happened and where, one line without a full stop
   * @param remedy the fix, one line in the imperative; never empty
   * @param cause the exception behind it, shown only with {@code --debug}
   */
  protected TwlenFailure(ExitCode exitCode, String what, String remedy, @Nullable Throwable cause) {
    super(Objects.requireNonNull(what), cause);
    this.exitCode = exitCode;
    this.remedy = Objects.requireNonNull(remedy);
  }

  /** Returns the exit code of the program. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** Returns what happened and where, one line. */
  public String what() {
    return Objects.requireNonNull(getMessage());
  }

  /** Returns the fix, one line. */
  public String remedy() {
    return remedy;
  }
}
