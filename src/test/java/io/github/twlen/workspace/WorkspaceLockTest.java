// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceLockTest {
  @TempDir Path folder;

  @Test
  void namesTheOwner() {
    Path file = folder.resolve("locks/cache");
    try (WorkspaceLock lock = WorkspaceLock.take(file, "the cache", Progress.SILENT)) {
      assertThat(file).hasContent("twlen, pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void followsNoLink() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "whole");
    Path link = Files.createSymbolicLink(folder.resolve("cache"), precious);
    assertThatThrownBy(() -> WorkspaceLock.take(link, "the cache", Progress.SILENT))
        .isInstanceOf(WorkspaceFailure.class)
        .hasMessageContaining("it is a link");
    assertThat(precious).hasContent("whole");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path locks = Files.createSymbolicLink(folder.resolve("locks"), elsewhere);
    assertThatThrownBy(
            () -> WorkspaceLock.take(locks.resolve("cache"), "the cache", Progress.SILENT))
        .isInstanceOf(WorkspaceFailure.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void rejectsAPipe() throws IOException, InterruptedException {
    Path pipe = AtomicFileTest.pipe(folder.resolve("cache"));
    assertThatThrownBy(() -> WorkspaceLock.take(pipe, "the cache", Progress.SILENT))
        .isInstanceOf(WorkspaceFailure.class);
  }
}
