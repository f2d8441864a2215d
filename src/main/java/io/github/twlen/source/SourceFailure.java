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

/** Reports a source that is missing, truncated, or not what its checksum or signature says. */
public final class SourceFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public SourceFailure(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.SOURCE, what, remedy, cause);
  }

  /** Reports without an exception behind it. */
  public SourceFailure(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Reports a source whose checksum or signature is bad or missing. */
  public static SourceFailure unverified(String name, String reason, String remedy) {
    return new SourceFailure("cannot verify " + name + ": " + reason, remedy);
  }

  /** Reports a source that is neither in the cache nor, offline, on the network. */
  public static SourceFailure offline(String name, String recipe) {
    return new SourceFailure(
        "cannot fetch " + name + ": not in the cache, and --offline is set",
        "run `twlen fetch " + recipe + "` once without --offline");
  }

  /** Reports an unreadable file or directory of a user's tree. */
  static SourceFailure unreadable(Path file, IOException e) {
    // The exception of a walk names the directory.
    boolean other = e instanceof FileSystemException named && named.getFile() != null;
    Path at = other ? Path.of(((FileSystemException) e).getFile()) : file;
    return new SourceFailure(
        "cannot read " + at + ": " + GivenFile.reason(at, e),
        e instanceof AccessDeniedException
            ? "make it readable for this user, or remove it from the tree"
            : "pass the source of a Linux kernel",
        e);
  }
}
