// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.build.BuildFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir private Path folder;
  private Path work = Path.of("");

  @BeforeEach
  void work() throws Exception {
    Files.writeString(folder.resolve("secret"), "geheim");
    work = Files.createDirectories(folder.resolve("work"));
    Files.writeString(work.resolve("image"), "kernel");
  }

  @Test
  void rejectsLinksOutOfTheBuildDirectory() throws Exception {
    Files.createSymbolicLink(work.resolve("config"), folder.resolve("secret"));
    Files.createSymbolicLink(work.resolve("linux"), folder);
    for (String file : new String[] {"config", "linux/secret"}) {
      Path out = folder.resolve("out");
      assertThatThrownBy(() -> OutputFolder.copy(work, work.resolve(file), out))
          .isInstanceOf(BuildFailure.class)
          .hasMessageContaining("link leads out of the tree");
      assertThat(out).doesNotExist();
    }
  }

  @Test
  void followsALinkInsideTheBuildDirectory() throws Exception {
    Files.createSymbolicLink(work.resolve("bzImage"), Path.of("image"));
    OutputFolder.copy(work, work.resolve("bzImage"), folder.resolve("out"));
    assertThat(folder.resolve("out")).hasContent("kernel").isRegularFile();
  }
}
