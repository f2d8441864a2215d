// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
  private static final List<String> LIST =
      List.of(
          "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
          "36 22 8:1 /home/me /cache/trees/a\\040b/linux rw - ext4 /dev/sda1 rw",
          "37 36 0:30 / /cache/trees/a\\040b/linux/net rw - tmpfs tmpfs rw",
          "38 22 0:31 / /cache/trees/back\\134slash rw - tmpfs tmpfs rw",
          "39 22 0:32 / /cache/trees/\u00ff rw - tmpfs tmpfs rw",
          "not such a line");

  @Test
  void findsMountPointsInADirectory() {
    assertThat(Mounts.in(Path.of("/cache/trees/a b"), LIST))
        .contains(Path.of("/cache/trees/a b/linux/net"));
    assertThat(Mounts.in(Path.of("/cache/trees/back\\slash"), LIST)).isPresent();
    assertThat(Mounts.in(Path.of("/cache/trees/a"), LIST)).isEmpty();
    assertThat(Mounts.in(Path.of("/cache/sources"), LIST)).isEmpty();
  }

  @Test
  void keepsADirectoryWithAMountPoint(@TempDir Path folder) throws Exception {
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Path file = Files.writeString(precious.resolve("f"), "x");
    Path tree = folder.resolve("tree");
    Path place = Files.createDirectories(tree.resolve("with blank/linux"));
    Path beside = Files.writeString(tree.resolve("a"), "a");
    assumeThat(exit("mount", "--bind", precious.toString(), place.toString())).isZero();
    try {
      for (Path removed : List.of(tree, place)) {
        assertThatThrownBy(() -> Workspace.remove(removed))
            .isInstanceOf(WorkspaceFailure.class)
            .hasMessageContaining("something is mounted at " + place.toRealPath())
            .extracting(e -> ((WorkspaceFailure) e).remedy())
            .asString()
            .contains("umount '" + place.toRealPath() + "'");
      }
      assertThat(List.of(file, beside)).allMatch(Files::exists);
    } finally {
      exit("umount", place.toString());
    }
    Workspace.remove(tree);
    assertThat(tree).doesNotExist();
    assertThat(file).exists();
  }

  private static int exit(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor();
  }
}
