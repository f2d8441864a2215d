// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** A build failed: make, a compiler, kconfig, or a tree without the wanted header. */
public final class BuildFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** Creates a failure without a cause. */
  public BuildFailure(String what, String remedy) {
    this(what, remedy, null);
  }

  /** See {@link TwlenFailure}. */
  public BuildFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.BUILD, what, remedy, cause);
  }
}
