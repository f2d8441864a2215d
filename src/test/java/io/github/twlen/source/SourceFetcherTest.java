// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFetcherTest {
  private static final String MAKEFILE =
      "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\nEXTRAVERSION =\n";

  @TempDir Path folder;

  @Test
  void verifiesATarballByItsChecksum() throws IOException {
    Path file = tarball();
    String digest = Digests.sha256(file);
    KernelSource source = fetch(new SourceSpec.LocalFile(file, trust(digest)));
    assertThat(source.kernelVersion().text()).isEqualTo("6.1.9");
    assertThat(new String(source.header(), StandardCharsets.US_ASCII)).isEqualTo("the header");
    assertThat(source.proof()).singleElement().asString().contains(digest);
  }

  @Test
  void acceptsALocalTarballWithoutAChecksum() throws IOException {
    assertThat(fetch(new SourceSpec.LocalFile(tarball(), ExpectedIntegrity.NONE)).proof())
        .isEmpty();
  }

  @Test
  void rejectsATarballWithAnotherChecksum() throws IOException {
    SourceSpec spec = new SourceSpec.LocalFile(tarball(), trust("0".repeat(64)));
    assertThatThrownBy(() -> fetch(spec).header())
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("expected 0000");
  }

  @Test
  void rejectsATreeWithAnInvalidVersion() throws IOException {
    Files.createDirectories(folder.resolve("include/net"));
    Files.writeString(folder.resolve("include/net/tcp.h"), "the header");
    for (String version : List.of("six", "6666666", "$(shell echo 6)")) {
      Files.writeString(
          folder.resolve("Makefile"), MAKEFILE.replace("VERSION = 6", "VERSION = " + version));
      KernelSource source = new LocalTree(folder);
      assertThatThrownBy(source::kernelVersion).as(version).isInstanceOf(SourceFailure.class);
    }
  }

  @Test
  void rejectsOtherFiles() throws IOException {
    Path text = Files.writeString(folder.resolve("linux.tar.xz"), "not a tarball at all");
    assertRefused(new SourceSpec.LocalFile(text, ExpectedIntegrity.NONE), "neither a tar archive");
    assertRefused(
        new SourceSpec.LocalFile(folder.resolve("no"), ExpectedIntegrity.NONE),
        "cannot find the file");
    assertRefused(new SourceSpec.Tree(folder.resolve("no")), "cannot find the directory");
    assertRefused(new SourceSpec.Tree(folder), "no Makefile");
    Files.writeString(folder.resolve("Makefile"), "all:\n");
    assertRefused(new SourceSpec.Tree(folder), "no VERSION");
    Files.writeString(folder.resolve("Makefile"), MAKEFILE);
    assertRefused(new SourceSpec.Tree(folder), "no include/net/tcp.h");
  }

  @Test
  void saysWhereAMissingFileBelongs() {
    SourceSpec spec = new SourceSpec.LocalFile(folder.resolve("no"), ExpectedIntegrity.NONE);
    assertThatThrownBy(() -> fetch(spec))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            e -> assertThat(e.remedy()).contains("put the file there", "--kernel"));
  }

  /** Nothing listens on port 1, and no name ends in invalid (RFC 2606). */
  @Test
  void reportsAServerThatDoesNotAnswer() {
    for (String ref : List.of("v6.1", "0".repeat(40))) {
      assertNoConnection("http://localhost:1/x.git", ref, "no connection: connection refused");
      assertNoConnection("http://no.invalid/x.git", ref, "no connection: unknown host");
    }
  }

  private void assertNoConnection(String url, String ref, String reason) {
    SourceSpec.Git git =
        new SourceSpec.Git(List.of(Address.of(url)), ref, Optional.empty(), List.of());
    assertThatThrownBy(() -> fetch(git))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            e -> assertThat(e.remedy()).contains("proxy settings").doesNotContain("tag"))
        .hasMessageContaining(url + ": " + reason);
  }

  @Test
  void distinguishesAChangedTree() throws IOException {
    Path tree = tree();
    String before = fetch(new SourceSpec.Tree(tree)).digest();
    assertThat(fetch(new SourceSpec.Tree(tree)).digest()).isEqualTo(before);
    Files.writeString(tree.resolve("net/ipv4/tcp.c"), "longer now");
    assertThat(fetch(new SourceSpec.Tree(tree)).digest()).isNotEqualTo(before);
  }

  @Test
  void copiesATreeWithLinksAndTimes() throws IOException {
    Path tree = tree();
    Files.createDirectories(tree.resolve(".git"));
    Files.writeString(tree.resolve(".git/HEAD"), "ref");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("Makefile"));
    Path copy = folder.resolve("copy");
    KernelSource source = fetch(new SourceSpec.Tree(tree));
    source.unpack(copy, Progress.SILENT);
    assertThat(copy.resolve(".git")).doesNotExist();
    assertThat(Files.readSymbolicLink(copy.resolve("link"))).isEqualTo(Path.of("Makefile"));
    assertThat(Files.getLastModifiedTime(copy.resolve("Makefile")).toMillis())
        .isEqualTo(Files.getLastModifiedTime(tree.resolve("Makefile")).toMillis());
    assertThat(copy.resolveSibling(".copy.twlen-part")).doesNotExist();
  }

  @Test
  void readsFilesBelowDirectories() throws IOException {
    for (KernelSource source :
        List.of(
            fetch(new SourceSpec.Tree(tree())),
            fetch(new SourceSpec.LocalFile(tarball(), ExpectedIntegrity.NONE)))) {
      List<String> seen = new ArrayList<>();
      ReadRequest all =
          new ReadRequest(List.of(), List.of("net", "include/net"), List.of("header", "code"));
      seen.addAll(source.read(all).keySet());
      assertThat(seen).containsExactlyInAnyOrder("include/net/tcp.h", "net/ipv4/tcp.c");
    }
  }

  private void assertRefused(SourceSpec spec, String why) {
    assertThatThrownBy(() -> fetch(spec).header())
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining(why);
  }

  private static ExpectedIntegrity trust(String sha256) {
    return new ExpectedIntegrity(Digest.parse(sha256), Optional.empty(), List.of());
  }

  private KernelSource fetch(SourceSpec spec) {
    return new SourceFetcher(Orders.of(spec), TestRun.in(folder.resolve("cache"))).call();
  }

  private Path tree() throws IOException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("include/net"));
    Files.createDirectories(tree.resolve("net/ipv4"));
    Files.writeString(tree.resolve("Makefile"), MAKEFILE);
    Files.writeString(tree.resolve("include/net/tcp.h"), "the header");
    Files.writeString(tree.resolve("net/ipv4/tcp.c"), "code");
    return tree;
  }

  private Path tarball() throws IOException {
    Path file = folder.resolve("linux-6.1.9.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      add(tar, "linux-6.1.9/Makefile", MAKEFILE);
      add(tar, "linux-6.1.9/include/net/tcp.h", "the header");
      add(tar, "linux-6.1.9/net/ipv4/tcp.c", "code");
    }
    return file;
  }

  private static void add(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
