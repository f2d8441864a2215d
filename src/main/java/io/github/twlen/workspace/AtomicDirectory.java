// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Creates a directory completely or not at all: fills a staging directory, then moves it. */
public final class AtomicDirectory {
  private AtomicDirectory() {}

  /**
   * Creates the empty staging directory next to a target; removes that of a killed run.
   *
   * @throws WorkspaceFailure when it cannot be created
   */
  public static Path stage(Path target) {
    Path staging = target.resolveSibling("." + target.getFileName() + ".twlen-part");
    Workspace.remove(staging);
    return Workspace.folder(staging);
  }

  /**
   * Moves a staging directory to its target, which must be absent or empty.
   *
   * @throws WorkspaceFailure when it cannot be moved
   */
  public static void move(Path staging, Path target) {
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(target, e);
    }
  }

  /** Moves a staging directory to its target and replaces what is there. */
  public static void replace(Path staging, Path target) {
    Workspace.remove(target);
    move(staging, target);
  }
}
