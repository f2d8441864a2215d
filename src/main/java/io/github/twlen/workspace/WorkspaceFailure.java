package io.github.twlen.workspace;

import io.github.twlen.TwlenFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file or folder could not be written or read: read-only, full, forbidden. */
public final class WorkspaceFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public WorkspaceFailure(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }

  /** Tells of a failed read. */
  public static WorkspaceFailure reading(Path path, IOException e) {
    return new WorkspaceFailure(
        "cannot read " + path + ": " + reason(path, e), "let this user read it", e);
  }

  /** Tells of a failed write, with the remedy that fits the reason. */
  public static WorkspaceFailure writing(Path path, IOException e) {
    String reason = reason(path, e);
    String remedy =
        reason.contains("No space")
            ? "make room there (`twlen cache prune` empties the cache), or choose another place with --output or XDG_CACHE_HOME"
            : "choose a place that can be written with --output or XDG_CACHE_HOME";
    return new WorkspaceFailure("cannot write " + path + ": " + reason, remedy, e);
  }

  private static String reason(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    String message = e.getMessage();
    if (message == null || message.equals(path.toString())) {
      return e.getClass().getSimpleName();
    }
    return message.startsWith(path + ": ") ? message.substring((path + ": ").length()) : message;
  }
}
