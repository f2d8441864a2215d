// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;

/** A spec in which the patch cannot be placed with certainty. */
public final class SpecFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public SpecFailure(String what, String remedy) {
    super(ExitCode.PATCH, what, remedy, null);
  }
}
