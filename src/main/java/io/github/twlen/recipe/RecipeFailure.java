// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** Reports a recipe or an architecture that is missing, invalid or not the kernel's. */
public final class RecipeFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public RecipeFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.USAGE, what, remedy, cause);
  }

  /** Reports without an exception behind it. */
  public RecipeFailure(String what, String remedy) {
    this(what, remedy, null);
  }
}
