// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Copies what a survey reads of this host. */
public final class LocalCollector {
  private final ProcFiles proc;

  public LocalCollector(ProcFiles proc) {
    this.proc = proc;
  }

  /**
   * Copies every file that this kernel has and this user may read.
   *
   * @throws WorkspaceFailure when the copy cannot be written
   */
  public void copy(Path folder) {
    for (String name : ProcFiles.NAMES) {
      if (proc.has(name)) {
        copy(name, folder.resolve(name));
      }
    }
  }

  private void copy(String name, Path to) {
    Workspace.folder(Objects.requireNonNull(to.getParent()));
    try (InputStream in = proc.open(name)) {
      try (OutputStream out = Files.newOutputStream(to)) {
        in.transferTo(out);
      } catch (IOException e) {
        throw WorkspaceFailure.writing(to, e);
      }
    } catch (IOException e) {
      proc.gaps().add("cannot read " + name + ": " + ProcFiles.reason(e));
    }
  }
}
