package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Progress;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @TempDir Path folder;

  @Test
  void whatWasTrustedAtItsFirstUseStaysWhenTheCacheIsPruned() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path pin = Files.writeString(sources.resolve("linux.trusted"), "0123");
    Files.createDirectories(sources.resolve("linux"));
    Files.writeString(sources.resolve("linux/linux.tar"), "a source");
    Files.createDirectories(folder.resolve("read"));
    Files.writeString(folder.resolve("read/abc"), "what was read");
    new Cache(new Workspace(folder)).prune(Progress.SILENT);
    assertThat(pin).hasContent("0123");
    assertThat(sources.resolve("linux")).doesNotExist();
    assertThat(folder.resolve("read")).doesNotExist();
  }
}
