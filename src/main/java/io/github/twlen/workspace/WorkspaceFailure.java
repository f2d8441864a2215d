// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.ExitCode;
import io.github.twlen.GivenFile;
import io.github.twlen.TwlenFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file or directory cannot be written or read. */
public final class WorkspaceFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public WorkspaceFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.HOST, what, remedy, cause);
  }

  /** Creates the failure of a read. */
  public static WorkspaceFailure reading(Path path, IOException e) {
    return new WorkspaceFailure(
        "cannot read " + path + ": " + GivenFile.reason(path, e),
        "grant this user read permission",
        e);
  }

  /** Creates the failure of a write, with the fix for its reason. */
  public static WorkspaceFailure writing(Path path, IOException e) {
    String reason = GivenFile.reason(path, e);
    String remedy =
        reason.contains("No space")
            ? "free disk space (`twlen cache prune` empties the cache), or choose another directory"
                + " with --output or XDG_CACHE_HOME"
            : "choose a writable directory with --output or XDG_CACHE_HOME";
    return new WorkspaceFailure("cannot write " + path + ": " + reason, remedy, e);
  }
}
