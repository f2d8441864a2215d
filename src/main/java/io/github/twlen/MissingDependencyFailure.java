// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import org.jspecify.annotations.Nullable;

/** The host is missing a requirement of the run: a tool, an image, disk space, a permission. */
public final class MissingDependencyFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** Creates a failure without a cause. */
  public MissingDependencyFailure(String what, String remedy) {
    this(what, remedy, null);
  }

  /** See {@link TwlenFailure}. */
  public MissingDependencyFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.HOST, what, remedy, cause);
  }
}
