// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A file that grows by a line at a time; who looks into that of a running program sees all. */
public final class LogFile implements Consumer<String>, AutoCloseable {
  private final Path path;
  private final Writer writer;

  /**
   * Opens it and goes on at its end, if there is one.
   *
   * @throws WorkspaceFailure when it cannot be written
   */
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

  /**
   * Removes the log of an earlier run, so that the next one tells of itself alone.
   *
   * @return the same path
   * @throws WorkspaceFailure when it cannot be removed
   */
  public static Path fresh(Path path) {
    AtomicFile.requireReplaceable(path);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(path, e);
    }
    return path;
  }

  /** Where it is. */
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
