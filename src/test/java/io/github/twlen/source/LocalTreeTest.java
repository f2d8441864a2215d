// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.archive.RawName;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void createTree() throws IOException {
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
  void rejectsALargeHeader() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(header.toFile(), "rw")) {
      sparse.setLength(20L << 20);
      assertThatThrownBy(tree::header)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("include/net/tcp.h has 20971520 bytes");
      sparse.setLength(3L << 30);
      assertThatThrownBy(tree::header)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("tcp.h: it has more than 64 MiB");
    }
  }

  @Test
  void rejectsAnInvalidVersion() throws IOException {
    write("Makefile", "VERSION = 99999999999\nPATCHLEVEL = 1\n");
    assertThatThrownBy(tree::kernelVersion)
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("'99999999999.1'");
  }

  @Test
  void distinguishesAnExecutableFile() throws IOException {
    String before = tree.digest();
    assertThat(tree.digest()).isEqualTo(before);
    Files.setPosixFilePermissions(header, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(tree.digest()).isNotEqualTo(before);
  }

  @Test
  void distinguishesAChangeWithTheSameTime() throws IOException {
    FileTime time = Files.getLastModifiedTime(header);
    String before = tree.digest();
    write("include/net/tcp.h", "two");
    Files.setLastModifiedTime(header, time);
    assertThat(tree.digest()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "out/", "scripts/out/"})
  void ignoresTheOutputOfARun(String output) throws IOException {
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
            "tcp-timewait-sysctl.patch",
            "provenance.json",
            "kernel.cdx.json",
            "kernel-install.sh",
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
  void keepsFilesWithoutAReport() throws IOException {
    write("tools/config", "a");
    write("tools/report.json", "{}");
    String before = tree.digest();
    write("tools/stock/x", "b");
    assertThat(tree.digest()).isNotEqualTo(before);
    assertThat(copied()).hasSize(5);
  }

  @Test
  void ignoresACacheInTheTree() throws IOException {
    String before = tree.digest();
    Workspace cache = new Workspace(root.resolve(".cache/twlen"));
    Files.createDirectories(cache.tree("linux-1"));
    Files.writeString(cache.tree("linux-1").resolve("Makefile"), "all:");
    assertThat(tree.digest()).isEqualTo(before);
    assertThat(copied()).containsExactly("Makefile", "include/net/tcp.h");
  }

  @Test
  void keepsNamesThatAreNotUtf8() throws IOException {
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
  void rejectsAHeaderOutsideTheTree() throws IOException {
    Path outside = Files.move(header, folder.resolve("tcp.h"));
    Files.createSymbolicLink(header, outside);
    assertThatThrownBy(tree::header)
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("a link leaves the tree");
    Files.delete(header);
    Files.move(outside, root.resolve("real.h"));
    Files.createSymbolicLink(header, Path.of("../../real.h"));
    assertThat(tree.header()).asString().isEqualTo("one");
    assertThat(tree.place("include/net/tcp.h")).isEqualTo(root.toRealPath().resolve("real.h"));
  }

  @Test
  void rejectsPipesAndDevices() throws Exception {
    Path pipe = root.resolve("net");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertRefused("net: it is a pipe, a socket or a device");
    Files.delete(pipe);
    Files.createSymbolicLink(pipe, Path.of("/dev/null"));
    assertRefused("net: it is a link out of the tree, to a pipe or a device");
    Files.delete(pipe);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("s")));
      assertRefused("s: it is a pipe, a socket or a device");
    }
  }

  private void assertRefused(String why) {
    List<ThrowingCallable> uses = List.of(tree::digest, this::copied);
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("cannot copy ")
          .hasMessageContaining(why);
    }
  }

  @Test
  void copiesTheContentOfAFileOutside() throws IOException {
    Path mine = Files.writeString(folder.resolve("my.config"), "CONFIG_MY=y");
    Files.createSymbolicLink(root.resolve(".config"), mine);
    Files.createSymbolicLink(root.resolve("include/.config"), Path.of("../../my.config"));
    String before = tree.digest();
    assertThat(copied()).contains(".config", "include/.config");
    for (String name : List.of(".config", "include/.config")) {
      Path copy = folder.resolve("copy").resolve(name);
      assertThat(copy).isRegularFile().hasContent("CONFIG_MY=y");
      assertThat(Files.isSymbolicLink(copy)).isFalse();
    }
    Files.writeString(mine, "CONFIG_MY=n");
    assertThat(tree.digest()).isNotEqualTo(before);
  }

  @Test
  void copiesEmptyFoldersToo() throws IOException {
    String before = tree.digest();
    Files.createDirectories(root.resolve("a/b"));
    assertThat(tree.digest()).isNotEqualTo(before);
    tree.unpack(folder.resolve("copy"), Progress.SILENT);
    assertThat(folder.resolve("copy/a/b")).isEmptyDirectory();
    assertThat(folder.resolve("copy/include/net/tcp.h")).hasContent("one");
  }

  @Test
  void rejectsADirectoryOutside() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    for (Path to : List.of(mine, Path.of("../mine"), Path.of("include/../../mine"))) {
      Path link = Files.createSymbolicLink(root.resolve("init"), to);
      assertRefused("init: it is a link out of the tree, to the directory");
      Files.delete(link);
    }
    // Missing beside the tree, but it may exist beside the copy.
    Files.createSymbolicLink(root.resolve("init"), Path.of("../../../mine"));
    assertRefused("init: it is a link out of the tree, to nothing");
  }

  @Test
  void rewritesLinksIntoTheTree() throws IOException {
    Map<String, Path> links =
        Map.of(
            "asm", Path.of("include/net"),
            "here", Path.of("."),
            "nowhere", Path.of("no/such/file"),
            "whole", header,
            "around", Path.of("../linux/include"),
            "include/up", root.resolve("Makefile"));
    for (Map.Entry<String, Path> link : links.entrySet()) {
      Files.createSymbolicLink(root.resolve(link.getKey()), link.getValue());
    }
    copied();
    Path copy = folder.resolve("copy");
    for (String same : List.of("asm", "here", "nowhere")) {
      assertThat(Files.readSymbolicLink(copy.resolve(same))).isEqualTo(links.get(same));
    }
    assertThat(Files.readSymbolicLink(copy.resolve("whole"))).hasToString("include/net/tcp.h");
    assertThat(Files.readSymbolicLink(copy.resolve("around"))).hasToString("include");
    assertThat(Files.readSymbolicLink(copy.resolve("include/up"))).hasToString("../Makefile");
  }

  @Test
  void copiesATreeBehindALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), root);
    String digest = tree.digest();
    tree = new LocalTree(link);
    assertThat(tree.digest()).isEqualTo(digest);
    assertThat(copied()).containsExactly("Makefile", "include/net/tcp.h");
  }

  @Test
  void ignoresFilesOfGit() throws IOException {
    String before = tree.digest();
    Files.createSymbolicLink(root.resolve(".git"), Files.createDirectory(folder.resolve("git")));
    write("tools/x/.git", "gitdir: ../git");
    assertThat(tree.digest()).isEqualTo(before);
    assertThat(copied()).containsExactly("Makefile", "include/net/tcp.h");
  }

  @Test
  void distinguishesNamesByBytes() throws IOException {
    Path before = Files.createDirectory(root.resolve(RawName.path("a\udcff")));
    Files.writeString(before.resolve("f"), "x");
    String digest = tree.digest();
    Files.move(before, root.resolve(RawName.path("a\udcfe")));
    assertThat(tree.digest()).isNotEqualTo(digest);
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
