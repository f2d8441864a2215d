package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.archive.RawName;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes another source of a tree, and what does not. */
class LocalTreeTest {
  private static final String REPORT = "{\n  \"run\": {\n    \"twlenVersion\": \"1\"\n  }\n}\n";

  @TempDir Path folder;
  private Path root;
  private Path header;
  private LocalTree tree;

  @BeforeEach
  void aTree() throws IOException {
    root = Files.createDirectory(folder.resolve("linux"));
    header = write("include/net/tcp.h", "one");
    write("Makefile", "all:");
    tree = new LocalTree(root);
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void aHeaderOfManyGigabytesIsRefused() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(header.toFile(), "rw")) {
      sparse.setLength(20L << 20);
      assertThatThrownBy(tree::header)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("include/net/tcp.h of 20971520 bytes");
      sparse.setLength(3L << 30);
      assertThatThrownBy(tree::header)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("tcp.h: it has more than 64 MiB");
    }
  }

  @Test
  void aVersionThatNoKernelHasIsRefused() throws IOException {
    write("Makefile", "VERSION = 99999999999\nPATCHLEVEL = 1\n");
    assertThatThrownBy(tree::kernelVersion)
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("'99999999999.1'");
  }

  @Test
  void aFileThatBecomesAProgramMakesAnotherSource() throws IOException {
    String before = tree.digest();
    assertThat(tree.digest()).isEqualTo(before);
    Files.setPosixFilePermissions(header, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(tree.digest()).isNotEqualTo(before);
  }

  @Test
  void aChangeWithSizeAndTimeSetBackMakesAnotherSource() throws IOException {
    FileTime time = Files.getLastModifiedTime(header);
    String before = tree.digest();
    write("include/net/tcp.h", "two");
    Files.setLastModifiedTime(header, time);
    assertThat(tree.digest()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "out/", "scripts/out/"})
  void whatARunWroteIntoTheTreeIsNoPartOfIt(String output) throws IOException {
    write("scripts/config.c", "int main;");
    String before = tree.digest();
    for (String name :
        List.of(
            "report.json",
            "report.html",
            "build.log",
            "console.log",
            "config",
            "config.diff",
            "bzImage",
            "tcp-timewait-15s.patch",
            "linux-image-6.1.7-tw15_1_amd64.deb",
            "kernel-6.1.7_tw15-1.x86_64.rpm",
            "stock/bzImage")) {
      write(output + name, name.equals("report.json") ? REPORT : "made");
    }
    assertThat(tree.digest()).isEqualTo(before);
    assertThat(copied()).containsExactly("Makefile", "include/net/tcp.h", "scripts/config.c");
    write(output + "notes", "mine");
    assertThat(tree.digest()).isNotEqualTo(before);
  }

  @Test
  void filesOfTheSameNamesAreSourcesWhereThereIsNoReport() throws IOException {
    write("tools/config", "a");
    write("tools/report.json", "{}");
    String before = tree.digest();
    write("tools/stock/x", "b");
    assertThat(tree.digest()).isNotEqualTo(before);
    assertThat(copied()).hasSize(5);
  }

  @Test
  void aCacheInTheTreeIsNoPartOfIt() throws IOException {
    String before = tree.digest();
    Workspace cache = new Workspace(root.resolve(".cache/twlen"));
    Files.createDirectories(cache.tree("linux-1"));
    Files.writeString(cache.tree("linux-1").resolve("Makefile"), "all:");
    assertThat(tree.digest()).isEqualTo(before);
    assertThat(copied()).containsExactly("Makefile", "include/net/tcp.h");
  }

  @Test
  void namesThatAreNoUtf8StayTheBytesThatTheyAre() throws IOException {
    List<String> names = List.of("a\udce9", "a\udce8", "d\udcff/\udcfe", "\u00fc");
    for (String name : names) {
      Path file = root.resolve(RawName.path(name));
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    copied();
    for (String name : names) {
      assertThat(folder.resolve("copy").resolve(RawName.path(name))).exists();
    }
  }

  @Test
  void aHeaderOutsideOfTheTreeIsRefused() throws IOException {
    Path outside = Files.move(header, folder.resolve("tcp.h"));
    Files.createSymbolicLink(header, outside);
    assertThatThrownBy(tree::header)
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("is a link that leaves the tree");
    Files.delete(header);
    Files.move(outside, root.resolve("real.h"));
    Files.createSymbolicLink(header, Path.of("../../real.h"));
    assertThat(tree.header()).asString().isEqualTo("one");
    assertThat(tree.place("include/net/tcp.h")).isEqualTo(root.toRealPath().resolve("real.h"));
  }

  private List<String> copied() throws IOException {
    Path copy = folder.resolve("copy");
    Workspace.remove(copy);
    tree.unpack(copy, Progress.SILENT);
    try (Stream<Path> files = Files.walk(copy)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> copy.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
