// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TreeEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeEditsTest {
  private static final TreeEdit EDIT =
      new TreeEdit("a/x.pl", List.of(new TreeEdit.Hunk(List.of("old"), List.of("new"))));

  @TempDir Path folder;
  private Path file;
  private TreeEdits edits;

  @BeforeEach
  void tree() throws IOException {
    file = Files.createDirectories(folder.resolve("linux/a")).resolve("x.pl");
    Files.writeString(file, "first\nold\n");
    edits = new TreeEdits(folder.resolve("linux"), folder.resolve("as-it-came"));
  }

  @Test
  void changesAFileAndRestoresIt() {
    assertThat(edits.set(List.of(EDIT))).containsExactly(file);
    assertThat(file).hasContent("first\nnew\n");
    assertThat(edits.set(List.of())).containsExactly(file);
    assertThat(file).hasContent("first\nold\n");
    assertThat(folder.resolve("as-it-came")).doesNotExist();
  }

  @Test
  void leavesACorrectFileUntouched() throws IOException {
    edits.set(List.of(EDIT));
    FileTime then = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, then);
    assertThat(edits.set(List.of(EDIT))).isEmpty();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(then);
  }

  @Test
  void returnsTheOriginalFile() {
    edits.set(List.of(EDIT));
    assertThat(edits.original("a/x.pl").orElseThrow()).asString().isEqualTo("first\nold\n");
    assertThat(edits.original("a/none")).isEmpty();
  }

  @Test
  void readsNoFileThroughALink() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "old\n");
    Files.createSymbolicLink(folder.resolve("linux/a/link"), outside);
    assertThat(edits.original("a/link")).isEmpty();
  }
}
