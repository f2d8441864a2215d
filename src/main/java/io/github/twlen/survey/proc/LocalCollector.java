// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Copies the files of {@code /proc} that a survey of this host reads. */
public final class LocalCollector {
  private static final Path ROOT = Path.of("/");

  private LocalCollector() {}

  /**
   * Copies every file that this kernel has and this user may read.
   *
   * @throws WorkspaceFailure if the copy cannot be written
   */
  public static void copy(ProcFiles proc, Path directory) {
    for (String name : ProcFiles.NAMES) {
      if (proc.has(name)) {
        copy(proc, name, directory.resolve(name));
      }
    }
    String release = proc.line("sys/kernel/osrelease").orElse("");
    KernelOptions.diagDestroy(ROOT, release)
        .ifPresent(
            on ->
                AtomicFile.write(
                    directory.resolve(ProcFiles.KERNEL_CONFIG), KernelOptions.line(on)));
  }

  private static void copy(ProcFiles proc, String name, Path to) {
    Workspace.folder(Objects.requireNonNull(to.getParent()));
    try (InputStream in = proc.open(name)) {
      try (OutputStream out = Files.newOutputStream(to)) {
        in.transferTo(out);
      } catch (IOException e) {
        throw WorkspaceFailure.writing(to, e);
      }
    } catch (IOException e) {
      proc.unreadable(name, e);
    }
  }
}
