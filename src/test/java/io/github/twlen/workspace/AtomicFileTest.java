// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void createsTheDirectoryAndTheFile() throws IOException {
    Path file = folder.resolve("new folder ü/it's.json");
    AtomicFile.write(file, "ü\n");
    assertThat(file).hasContent("ü\n");
  }

  @Test
  void keepsTheModeOfTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("tcp.h"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-----"));
    AtomicFile.write(file, "new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwxr-----");
  }

  @Test
  void replacesALinkWithoutFollowingIt() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    AtomicFile.write(link, "new");
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(link).hasContent("new");
    assertThat(real).hasContent("old");
  }

  @Test
  void rejectsADirectoryAndAPipe() throws IOException, InterruptedException {
    Path pipe = pipe(folder.resolve("pipe"));
    for (Path there : List.of(Files.createDirectory(folder.resolve("sub")), pipe)) {
      assertThatThrownBy(() -> AtomicFile.write(there, "new"))
          .isInstanceOf(WorkspaceFailure.class)
          .hasMessageContaining("cannot write " + there)
          .hasMessageContaining("it is a ")
          .satisfies(e -> assertThat(((WorkspaceFailure) e).remedy()).doesNotContain("remove"));
      assertThatThrownBy(() -> LogFile.fresh(there)).isInstanceOf(WorkspaceFailure.class);
      assertThatThrownBy(() -> new LogFile(there).close()).isInstanceOf(WorkspaceFailure.class);
      assertThat(there).exists();
    }
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
  }

  @Test
  void followsNoLinkToALog() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThatThrownBy(() -> new LogFile(link).close()).isInstanceOf(WorkspaceFailure.class);
    LogFile.fresh(link);
    try (LogFile log = new LogFile(link)) {
      log.accept("new");
    }
    assertThat(link).hasContent("new");
    assertThat(real).hasContent("old");
  }

  @Test
  void usesRandomTemporaryNames() throws IOException {
    Set<Path> parts = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      AtomicFile.write(
          folder.resolve("f"),
          out -> {
            try (Stream<Path> all = Files.list(folder)) {
              all.filter(one -> !one.endsWith("f")).forEach(parts::add);
            }
          });
    }
    assertThat(parts).hasSize(3).allMatch(part -> !Files.exists(part));
  }

  @Test
  void removesTemporaryFilesOfKilledRunsOnly() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    String random = "0123456789abcdef.part";
    Path left = Files.writeString(sub.resolve(PartName.start(4_194_305) + random), "half");
    long own = ProcessHandle.current().pid();
    Path alive = Files.writeString(sub.resolve(PartName.start(own) + random), "");
    String elsewhere = ".twlen-0123456789ab-4194305-";
    Path remote = Files.writeString(sub.resolve(elsewhere + random), "");
    Path old = Files.writeString(sub.resolve(elsewhere + random.replace('0', '1')), "");
    Files.setLastModifiedTime(old, FileTime.fromMillis(0));
    Path other = Files.writeString(sub.resolve(".twlen-notes.part"), "");
    AtomicFile.write(sub.resolve("f"), "new");
    assertThat(List.of(left, old)).noneMatch(Files::exists);
    assertThat(List.of(alive, remote, other)).allMatch(Files::exists);
  }

  @Test
  void keepsAllMetadataOnRewrite() throws IOException {
    Path file = Files.writeString(folder.resolve("tcp.h"), "a longer old content");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-----"));
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    view.write("origin", ByteBuffer.wrap(new byte[] {1, 2}));
    boolean root = (Integer) Files.getAttribute(file, "unix:uid") == 0;
    if (root) {
      Files.setAttribute(file, "unix:uid", 4321);
      Files.setAttribute(file, "unix:gid", 4322);
    }
    Object owner = Files.getAttribute(file, "unix:uid");
    Object group = Files.getAttribute(file, "unix:gid");
    assertThat(AtomicFile.rewrite(file, out -> out.write('n'))).isEmpty();
    assertThat(file).hasContent("n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r-xr-----");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(owner);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
    assertThat(Files.getFileAttributeView(file, UserDefinedFileAttributeView.class).list())
        .containsExactly("origin");
  }

  @Test
  void keepsTheOldFileWhenTheWriterFails() throws IOException {
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

  static Path pipe(Path place) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor()).isZero();
    return place;
  }

  @Test
  void ignoresARelativeXdgDirectory() {
    Path home = Path.of("/home/u");
    assertThat(XdgDirectories.of(Map.of("XDG_CACHE_HOME", "relative"), home).cache())
        .isEqualTo(Path.of("/home/u/.cache/twlen"));
    assertThat(XdgDirectories.of(Map.of("XDG_CACHE_HOME", "/var/c"), home).cache())
        .isEqualTo(Path.of("/var/c/twlen"));
  }
}
