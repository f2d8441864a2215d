// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A log that is flushed after each line; throws {@link WorkspaceFailure} when it cannot write. */
public final class LogFile implements Consumer<String>, AutoCloseable {
  private final Path path;
  private final Writer writer;

  /** Opens a log and appends to it. */
  public LogFile(Path path) {
    this.path = path;
    AtomicFile.requireReplaceable(path);
    try {
      writer =
          Files.newBufferedWriter(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND,
              LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(path, e);
    }
  }

  /** Removes the log of an earlier run and returns its path. */
  public static Path fresh(Path path) {
    AtomicFile.requireReplaceable(path);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(path, e);
    }
    return path;
  }

  public Path path() {
    return path;
  }

  @Override
  public void accept(String line) {
    try {
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(path, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(path, e);
    }
  }
}
