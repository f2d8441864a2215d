// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import org.jspecify.annotations.Nullable;

/** This host lacks something that the run needs: a tool, an image, disk space, a permission. */
public final class MissingDependencyFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** Has no exception behind it. */
  public MissingDependencyFailure(String what, String remedy) {
    this(what, remedy, null);
  }

  /** See {@link TwlenFailure}. */
  public MissingDependencyFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.HOST, what, remedy, cause);
  }
}
