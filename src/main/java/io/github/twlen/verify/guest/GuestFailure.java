// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A guest did not boot, or its measurement is incomplete. */
public final class GuestFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lastLines;

  /** See {@link TwlenFailure}. */
  public GuestFailure(String what, String remedy, @Nullable Throwable cause) {
    this(what, remedy, List.of(), cause);
  }

  /** Creates a failure with the last lines of the guest's console, oldest first. */
  public GuestFailure(
      String what, String remedy, List<String> lastLines, @Nullable Throwable cause) {
    super(ExitCode.VERIFICATION, what, remedy, cause);
    this.lastLines = List.copyOf(lastLines);
  }

  /** Returns the last lines of the guest's console, oldest first; may be empty. */
  public List<String> lastLines() {
    return lastLines;
  }
}
