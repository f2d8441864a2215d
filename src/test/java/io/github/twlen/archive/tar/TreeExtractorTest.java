// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.RawName;
import io.github.twlen.archive.xz.XzFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeExtractorTest {
  private static final long LIMIT = 100_000;
  private static final long TIME = 1_600_000_000_000L;

  @TempDir Path temp;

  private TreeExtractor.Result extract(byte[] tar) throws IOException {
    Files.write(temp.resolve("t.tar"), tar);
    return extractor(temp.resolve("t.tar")).call();
  }

  private TreeExtractor extractor(Path file) {
    return new TreeExtractor(file, temp.resolve("out/tree"), LIMIT, Progress.SILENT);
  }

  @Test
  void keepsModesLinksAndTimes() throws IOException {
    String longName = "d/" + "n".repeat(120) + ".c";
    TreeExtractor.Result result =
        extract(
            new SampleTar()
                .folder("linux/")
                .file("linux/scripts/run.sh", 0755, "#!/bin/sh\n")
                .file("linux/a", 0640, "a")
                .hardLink("linux/b", "linux/a")
                .folder("linux/d/")
                .file("linux/" + longName, "long")
                .symbolicLink("linux/d/up", "../scripts")
                .symbolicLink("linux/dangling", "d/nothing")
                .bytes());

    Path root = temp.resolve("out/tree");
    assertThat(result).isEqualTo(new TreeExtractor.Result(root, 3, 15));
    assertThat(mode(root.resolve("scripts/run.sh"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(root.resolve("a"))).isEqualTo("rw-r-----");
    assertThat(Files.isSameFile(root.resolve("a"), root.resolve("b"))).isTrue();
    assertThat(root.resolve(longName)).hasContent("long");
    assertThat(Files.readSymbolicLink(root.resolve("d/up"))).hasToString("../scripts");
    for (String path : new String[] {"a", "d", "d/up", "dangling", ""}) {
      assertThat(
              Files.getLastModifiedTime(root.resolve(path), LinkOption.NOFOLLOW_LINKS).toMillis())
          .as(path)
          .isEqualTo(TIME);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void createsDirectoriesWithoutEntries() throws IOException {
    extract(new SampleTar().file("./linux/x/y/z", "z").bytes());

    assertThat(temp.resolve("out/tree/x/y/z")).hasContent("z");
  }

  /** Otherwise a user could neither build in the tree nor remove it. */
  @Test
  void letsTheOwnerReadAndWrite() throws IOException {
    extract(
        new SampleTar()
            .folder("linux/", 0555)
            .folder("linux/d/", 0000)
            .file("linux/d/a", 0000, "a")
            .file("linux/d/b", 0555, "b")
            .bytes());
    Path root = temp.resolve("out/tree");
    assertThat(mode(root)).isEqualTo("rwxr-xr-x");
    assertThat(mode(root.resolve("d"))).isEqualTo("rwx------");
    assertThat(mode(root.resolve("d/a"))).isEqualTo("rw-------");
    assertThat(mode(root.resolve("d/b"))).isEqualTo("rwxr-xr-x");
  }

  @Test
  void keepsNamesThatAreNotUtf8() throws IOException {
    String latin = "linux/\u00e9"; // As RawTar writes it, one byte, which is no UTF-8.
    String utf8 = new String("linux/\u00fc".getBytes(UTF_8), ISO_8859_1);
    extract(
        new RawTar()
            .file(latin, "x")
            .file("linux/\u00e8", "y")
            .file(utf8, "z")
            .pax("path", "linux/d/\u00e9")
            .file("linux/a", "pax")
            .gnuName("linux/d/\u00e8")
            .file("linux/b", "gnu")
            .pax("mtime", "1.5")
            .file("linux/\u00e7", "bytes behind a pax header that has no path")
            .header("linux/l\u00e9", RawTar.octal(0), '2', "\u00e9")
            .header("linux/h\u00e9", RawTar.octal(0), '1', latin)
            .bytes());
    Path root = temp.resolve("out/tree");
    for (String name :
        List.of(
            "\udce9", "\udce8", "\u00fc", "d/\u00e9", "d/\u00e8", "\udce7", "l\udce9", "h\udce9")) {
      assertThat(Files.exists(root.resolve(RawName.path(name)))).as(name).isTrue();
    }
    assertThat(Files.readString(root.resolve(RawName.path("l\udce9")))).isEqualTo("x");
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("/etc/passwd", new SampleTar().file("/etc/passwd", "x")),
        Arguments.of("linux/../../x", new SampleTar().file("linux/../../x", "x")),
        Arguments.of("'l'", new SampleTar().symbolicLink("linux/l", "/etc")),
        Arguments.of("'l'", new SampleTar().symbolicLink("linux/l", "../x")),
        Arguments.of(
            "linux/l/x", new SampleTar().symbolicLink("linux/l", "d").file("linux/l/x", "x")),
        Arguments.of(
            "'z'", // Inside by its letters, outside once p/q is followed.
            new SampleTar().symbolicLink("linux/p/q", "..").symbolicLink("linux/z", "p/q/../x")),
        Arguments.of(
            "'a'", new SampleTar().symbolicLink("linux/a", "b").symbolicLink("linux/b", "a")),
        Arguments.of("linux/h", new SampleTar().hardLink("linux/h", "linux/not-there")),
        Arguments.of("/etc/passwd", new SampleTar().hardLink("linux/h", "/etc/passwd")),
        Arguments.of("..", new SampleTar().hardLink("linux/h", "linux/../../x")),
        Arguments.of("linux/f/x", new SampleTar().file("linux/f", "x").file("linux/f/x", "x")),
        Arguments.of("appears twice", new SampleTar().file("linux/f", "x").file("linux/f", "y")),
        Arguments.of(
            "appears twice", new SampleTar().file("linux/d/f", "x").symbolicLink("linux/d", "e")),
        Arguments.of("linux/p", new SampleTar().special("linux/p", TarConstants.LF_FIFO)),
        Arguments.of("linux/n", new SampleTar().special("linux/n", TarConstants.LF_CHR)),
        Arguments.of("linux/n", new SampleTar().special("linux/n", TarConstants.LF_BLK)),
        Arguments.of("linux", new SampleTar().file("linux", "x")),
        Arguments.of(
            "two top directories", new SampleTar().file("linux/a", "x").file("other/a", "x")),
        Arguments.of(
            "exceeds",
            new SampleTar().file("linux/a", new byte[60_000]).file("linux/b", new byte[60_000])));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void rejects(String named, SampleTar tar) throws IOException {
    byte[] bytes = tar.file("linux/good", "x").bytes();

    assertThatThrownBy(() -> extract(bytes))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining(named)
        .hasMessageContaining("t.tar");
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 700, 1024, 3000, 5000})
  void rejectsTruncatedArchives(int length) throws IOException {
    byte[] whole =
        new SampleTar().file("linux/a", new byte[2000]).file("linux/b", new byte[3000]).bytes();

    assertThatThrownBy(() -> extract(Arrays.copyOf(whole, length)))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("truncated or corrupt");
    assertNothingLeft();
  }

  @Test
  void detectsDamageAfterTheLastEntry() throws IOException {
    byte[] tar = new SampleTar().file("linux/a", "x").bytes();
    Path xz = SampleTar.xz(temp.resolve("t.tar.xz"), Arrays.copyOf(tar, tar.length + 4096), 1024);
    byte[] bytes = Files.readAllBytes(xz);
    int blocks = XzFile.of(xz).blocks();
    assertThat(blocks).isGreaterThan(3);
    bytes[bytes.length - 60 - 4 * blocks] ^= 1; // In the last block, which holds zeros only.
    Files.write(xz, bytes);

    assertThatThrownBy(() -> extractor(xz).call()).isInstanceOf(ArchiveFailure.class);
    assertNothingLeft();
  }

  @Test
  void rejectsEndlessNames() throws IOException {
    byte[] tar = new SampleTar().longName(2 << 20).file("linux/n", "x").bytes();

    assertThatThrownBy(() -> extract(tar))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("header longer");
  }

  @Test
  void rejectsExistingDirectories() throws IOException {
    Files.createDirectories(temp.resolve("out/tree"));

    assertThatThrownBy(() -> extract(new SampleTar().file("linux/a", "x").bytes()))
        .isInstanceOf(WorkspaceFailure.class);
  }

  @Test
  void removesLeftoversOfAKilledRun() throws IOException {
    Path left = temp.resolve("out/.tree.twlen-part/linux");
    Files.createDirectories(left);
    Files.writeString(left.resolve("a"), "old");

    extract(new SampleTar().file("linux/a", "new").bytes());

    assertThat(temp.resolve("out/tree")).isDirectoryNotContaining("glob:**/linux");
    assertThat(temp.resolve("out/tree/a")).hasContent("new");
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(temp.resolve("out"))) {
      assertThat(left).isEmpty();
    }
  }
}
