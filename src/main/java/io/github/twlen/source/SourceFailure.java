// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.ExitCode;
import io.github.twlen.GivenFile;
import io.github.twlen.TwlenFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A source is not found, cut off, or not what its digest says. */
public final class SourceFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public SourceFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.SOURCE, what, remedy, cause);
  }

  /** Tells of a file of a user's tree, or a folder of it, that cannot be read. */
  static SourceFailure unreadable(Path file, IOException e) {
    // Of a walk the exception alone tells which folder it was.
    boolean other = e instanceof FileSystemException named && named.getFile() != null;
    Path at = other ? Path.of(((FileSystemException) e).getFile()) : file;
    return new SourceFailure(
        "cannot read " + at + ": " + GivenFile.reason(at, e),
        e instanceof AccessDeniedException
            ? "let this user read it, or leave it out of the tree"
            : "see that this is the source of a Linux kernel",
        e);
  }
}
