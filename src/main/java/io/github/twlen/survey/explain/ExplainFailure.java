// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** A log without a known line. */
public final class ExplainFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public ExplainFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.USAGE, what, remedy, cause);
  }
}
