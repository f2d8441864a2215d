// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** This host lacks what a spec needs to build. */
public final class MissingDependencyFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public MissingDependencyFailure(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }
}
