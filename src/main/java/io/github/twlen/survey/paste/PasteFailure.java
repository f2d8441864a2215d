// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** An input that is not a socket table, or is too long. */
public final class PasteFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public PasteFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.USAGE, what, remedy, cause);
  }
}
