// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/**
 * The build failed: a step of make, a compiler, a config that did not take, or an unpatched tree.
 */
public final class BuildFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public BuildFailure(String what, String remedy) {
    this(what, remedy, null);
  }

  /** See {@link TwlenFailure}. */
  public BuildFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.BUILD, what, remedy, cause);
  }
}
