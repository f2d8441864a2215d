// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceLinksTest {
  @TempDir private Path folder;

  @Test
  void removesLinksButNotTheirTargets() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("file"), "precious");
    Path work = Files.createDirectories(folder.resolve("work"));
    Path below = Files.createDirectories(work.resolve("linux"));
    Path link = Files.createSymbolicLink(work.resolve("counts"), other);
    Path inTree = Files.createSymbolicLink(below.resolve("bzImage"), other);
    assertThat(Workspace.dropLinks(work, 1)).containsExactly(link);
    assertThat(inTree).isSymbolicLink();
    assertThat(Workspace.dropLinks(work, 2)).containsExactly(inTree);
    assertThat(other.resolve("file")).hasContent("precious");
  }

  @Test
  void ignoresADirectoryThatIsALink() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Path inOther = Files.createSymbolicLink(other.resolve("link"), folder);
    Path link = Files.createSymbolicLink(folder.resolve("work"), other);
    assertThat(Workspace.dropLinks(link, 1)).isEmpty();
    assertThat(inOther).isSymbolicLink();
    assertThat(Workspace.dropLinks(folder.resolve("none"), 1)).isEmpty();
  }
}
