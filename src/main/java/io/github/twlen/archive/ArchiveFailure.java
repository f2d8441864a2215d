// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reports an archive that is truncated, corrupt, hostile or of another kind than expected. */
public final class ArchiveFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public ArchiveFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.SOURCE, what, remedy, cause);
  }

  /** Reports truncated or corrupt bytes. */
  public static ArchiveFailure damaged(Path file, String where, @Nullable Throwable cause) {
    String reason =
        cause == null || cause.getMessage() == null
            ? ""
            : ": " + EntryPath.printable(cause.getMessage());
    return new ArchiveFailure(
        "cannot read " + file + ": truncated or corrupt, " + EntryPath.printable(where) + reason,
        "fetch the file again",
        cause);
  }

  /** Reports an entry that would do harm if unpacked; no kernel tarball has one. */
  public static ArchiveFailure hostile(Path file, String entry, String why) {
    return new ArchiveFailure(
        "cannot unpack " + file + ": entry '" + EntryPath.printable(entry) + "' " + why,
        "fetch the archive from its publisher; kernel tarballs have no such entry",
        null);
  }
}
