// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory that is filled under another name and then moved, so that it is complete or absent.
 * Without {@link #commit} nothing remains of it.
 */
public final class StagedDirectory implements AutoCloseable {
  private final Path target;
  private final Path staging;

  /** Creates an empty directory beside the target; the remains of a killed run are removed. */
  public StagedDirectory(Path target) {
    this.target = target;
    this.staging = target.resolveSibling(target.getFileName() + ".part");
    Workspace.remove(staging);
    Workspace.folder(staging);
  }

  /** Returns the directory to fill. */
  public Path path() {
    return staging;
  }

  /** Replaces the target. */
  public void commit() {
    Workspace.remove(target);
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(target, e);
    }
  }

  @Override
  public void close() {
    Workspace.remove(staging);
  }
}
