// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host;

import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** This host lacks something that the run needs. */
public final class HostFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public HostFailure(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }
}
