// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.ExitCode;
import io.github.twlen.GivenFile;
import io.github.twlen.TwlenFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file or directory cannot be written or read. */
public final class WorkspaceFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  private static final String FREE_SPACE =
      "free disk space (`twlen cache prune` empties the cache), or ";

  private static final String WRITABLE = "choose a place that this user can write to";

  /** Where writing failed; null for every other failure. */
  private final @Nullable String written;

  /** See {@link TwlenFailure}. */
  public WorkspaceFailure(String what, String remedy, @Nullable Throwable cause) {
    this(what, remedy, cause, null);
  }

  private WorkspaceFailure(
      String what, String remedy, @Nullable Throwable cause, @Nullable String written) {
    super(ExitCode.HOST, what, remedy, cause);
    this.written = written;
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
    return writing("cannot write " + path + ": " + reason, path.toString(), WRITABLE, e);
  }

  private static WorkspaceFailure writing(
      String what, String path, String fix, @Nullable Throwable cause) {
    String remedy = what.contains("No space") ? FREE_SPACE + fix : fix;
    return new WorkspaceFailure(what, remedy, cause, path);
  }

  /** Returns the file or directory that could not be written; empty for every other failure. */
  public Optional<Path> written() {
    return Optional.ofNullable(written).map(Path::of);
  }

  /** Returns the same failure of a write with the way to choose another place as its fix. */
  public WorkspaceFailure withPlace(String fix) {
    return written == null ? this : writing(what(), written, fix, this);
  }
}
