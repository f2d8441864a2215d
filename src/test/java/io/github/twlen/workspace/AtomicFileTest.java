package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void makesTheFolderAndTheFile() throws IOException {
    Path file = folder.resolve("new folder ü/it's.json");
    AtomicFile.write(file, "ü\n");
    assertThat(file).hasContent("ü\n");
  }

  @Test
  void keepsTheModeOfWhatItReplaces() throws IOException {
    Path file = Files.writeString(folder.resolve("tcp.h"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-----"));
    AtomicFile.write(file, "new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwxr-----");
  }

  @Test
  void writesThroughALinkInsteadOfReplacingIt() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    AtomicFile.write(link, "new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasContent("new");
  }

  @Test
  void aWriterThatFailsLeavesWhatWasThereAndNothingBeside() throws IOException {
    Path file = Files.writeString(folder.resolve("report.json"), "whole");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write('h');
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(WorkspaceFailure.class)
        .hasMessage("cannot write " + file + ": No space left on device");
    assertThat(file).hasContent("whole");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void aFolderOfXdgThatIsNotAbsoluteIsIgnored() {
    Path home = Path.of("/home/u");
    assertThat(XdgDirectories.of(Map.of("XDG_CACHE_HOME", "relative"), home).cache())
        .isEqualTo(Path.of("/home/u/.cache/twlen"));
    assertThat(XdgDirectories.of(Map.of("XDG_CACHE_HOME", "/var/c"), home).cache())
        .isEqualTo(Path.of("/var/c/twlen"));
  }
}
