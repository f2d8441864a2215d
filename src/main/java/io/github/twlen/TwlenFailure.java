// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that the user can mend, told in two lines: what happened and where, and what
 * to do about it. Each room has its own final subclass, and {@code cli.ExitCode} alone decides
 * which exit code it gives. Anything else that is thrown is a fault of ours.
 */
public abstract class TwlenFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param what what happened and where, one line without a full stop
   * @param remedy what to do about it, one line; never empty
   * @param cause the exception behind it, shown only with {@code --debug}
   */
  protected TwlenFailure(String what, String remedy, @Nullable Throwable cause) {
    super(Objects.requireNonNull(what), cause);
    this.remedy = Objects.requireNonNull(remedy);
  }

  /** What happened and where, one line. */
  public String what() {
    return Objects.requireNonNull(getMessage());
  }

  /** What the user can do about it, one line. */
  public String remedy() {
    return remedy;
  }
}
