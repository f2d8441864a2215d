// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTreeTest {
  @TempDir Path folder;

  private BuildTree tree;
  private Path script;
  private Path file;

  @BeforeEach
  void tree() throws IOException {
    tree = new BuildTree(folder);
    script = tree.linux().resolve("scripts/setlocalversion");
    file = tree.linux().resolve("localversion-twlen");
    Files.createDirectories(script.getParent());
  }

  @Test
  void writesTheSuffixForMakefilesThatIgnoreIt() throws IOException {
    Files.writeString(
        script, "# CONFIG_LOCALVERSION_AUTO asks for more than CONFIG_LOCALVERSION\n");
    tree.putLocalVersion("-tw15");
    assertThat(file).hasContent("-tw15");
    tree.putLocalVersion("");
    assertThat(file).doesNotExist();
  }

  @Test
  void writesNoFileForMakefilesThatReadIt() throws IOException {
    Files.writeString(script, "if test \"${LOCALVERSION+set}\" != \"set\"; then\n");
    tree.putLocalVersion("-tw15");
    assertThat(file).doesNotExist();
  }
}
