// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An archive is cut off, damaged, hostile, or not what was expected. */
public final class ArchiveFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public ArchiveFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.SOURCE, what, remedy, cause);
  }

  /** The bytes end too early or make no sense. */
  public static ArchiveFailure damaged(Path file, String where, @Nullable Throwable cause) {
    String reason =
        cause == null || cause.getMessage() == null
            ? ""
            : ": " + EntryPath.printable(cause.getMessage());
    return new ArchiveFailure(
        file + " is cut off or damaged, " + EntryPath.printable(where) + reason,
        "get the file again",
        cause);
  }

  /** An entry that no kernel tarball has, and that would do harm if it were unpacked. */
  public static ArchiveFailure hostile(Path file, String entry, String why) {
    return new ArchiveFailure(
        file + ": refused the entry '" + EntryPath.printable(entry) + "', which " + why,
        "do not use this archive; a kernel tarball has no such entry",
        null);
  }
}
