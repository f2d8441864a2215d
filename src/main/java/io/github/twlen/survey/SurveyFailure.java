// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** A host, or the copy of one, that cannot be read at all. */
public final class SurveyFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public SurveyFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.HOST, what, remedy, cause);
  }
}
