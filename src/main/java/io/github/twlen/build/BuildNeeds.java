// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** This host lacks what a spec needs to build. */
public final class BuildNeeds extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public BuildNeeds(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }
}
