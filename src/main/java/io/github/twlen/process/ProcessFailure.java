// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** A program cannot be started, or timed out. */
public final class ProcessFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public ProcessFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.HOST, what, remedy, cause);
  }
}
