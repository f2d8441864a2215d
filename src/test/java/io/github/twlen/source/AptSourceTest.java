// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks up a missing package with the host's apt, and corrupts cached notes. */
class AptSourceTest {
  @TempDir Path folder;

  @Test
  void reportsAnUnknownPackage() {
    assertThatThrownBy(() -> fetch("linux-source-0.0", false))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            f -> {
              assertThat(f.what()).contains("linux-source-0.0");
              assertThat(f.remedy()).contains("tarball");
            });
  }

  @Test
  void ignoresATruncatedNote() throws IOException {
    AptSource.Note note = new AptSource.Note(new FileName("linux.tar.xz"), "aa", "bb");
    note.write(folder);
    assertThat(AptSource.Note.read(folder)).contains(note);
    Files.writeString(folder.resolve("fetched"), "linux.tar.xz\naa\n");
    assertThat(AptSource.Note.read(folder)).isEmpty();
    assertThat(AptSource.Note.read(folder.resolve("nowhere"))).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void rejectsPathsInNotesAndIndexes() throws IOException {
    Files.writeString(folder.resolve("fetched"), "../../linux.tar.xz\naa\nbb\n");
    assertThat(AptSource.Note.read(folder)).isEmpty();
    AptIndex.Entry entry = new AptIndex.Entry("linux-source-6.1", "1:6.1-2", "aa", List.of());
    assertThat(entry.folder()).hasToString("linux-source-6.1_1_6.1-2");
    AptIndex.Entry odd = new AptIndex.Entry("linux-source-6.1", "../../x", "aa", List.of());
    assertThatThrownBy(odd::folder)
        .isInstanceOf(SourceFailure.class)
        .hasMessage("cannot fetch linux-source-6.1: invalid version '../../x'");
  }

  private KernelSource fetch(String name, boolean offline) {
    SourceSpec spec = new SourceSpec.Apt(name);
    return new SourceFetcher(offline ? Orders.offline(spec) : Orders.of(spec), TestRun.in(folder))
        .call();
  }
}
