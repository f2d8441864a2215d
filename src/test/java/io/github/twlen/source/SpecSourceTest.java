// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.archive.tar.SampleTar;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecSourceTest {
  private static final String SPEC =
      "Name: kernel\nVersion: 6.6\nSource0: vendor-%{version}.tar\nSource1: run.sh\nPatch1: a.patch\n";

  @TempDir Path folder;
  private Path spec;
  private Path tarball;

  @BeforeEach
  void createPackage() throws IOException {
    spec = Files.writeString(folder.resolve("kernel.spec"), SPEC);
    byte[] tar =
        new SampleTar()
            .file("k/Makefile", "VERSION = 6\nPATCHLEVEL = 6\n")
            .file("k/include/net/tcp.h", "the header")
            .bytes();
    tarball = Files.write(folder.resolve("vendor-6.6.tar"), tar);
    Files.writeString(folder.resolve("a.patch"), "a");
    Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\n").toFile().setExecutable(true);
  }

  private SpecSource source() {
    return new SpecSource(spec, new ReadCache(folder.resolve("cache")));
  }

  @Test
  void readsTheKernelBesideTheSpec() throws IOException {
    Files.write(folder.resolve("python.tar"), new byte[2 << 20]);
    Files.writeString(folder.resolve("small"), "read by a macro");
    Files.writeString(folder.resolve(".gitignore"), "*.tar\n");
    SpecSource source = source();
    assertThat(source.kind()).isEqualTo("spec");
    assertThat(source.version()).isEqualTo("6.6");
    assertThat(source.header()).asString().isEqualTo("the header");
    Packaging packaging = source.packaging().orElseThrow();
    assertThat(packaging.tarball()).isEqualTo("vendor-6.6.tar");
    assertThat(packaging.spec()).isEqualTo(SPEC);
    assertThat(packaging.release()).isEmpty();
    assertThat(packaging.sizes())
        .containsOnlyKeys("a.patch", "run.sh", "small", "vendor-6.6.tar")
        .containsEntry("a.patch", 1L);
    Path copy = Files.createDirectory(folder.resolve("copy"));
    source.unpackPackaging(copy);
    assertThat(copy.resolve("kernel.spec")).hasContent(SPEC);
    assertThat(copy.resolve("vendor-6.6.tar")).hasSameBinaryContentAs(tarball);
    assertThat(copy.resolve("run.sh")).isExecutable();
    source.unpack(folder.resolve("tree"), Progress.SILENT);
    assertThat(folder.resolve("tree/include/net/tcp.h")).hasContent("the header");
    String digest = source.digest();
    Files.writeString(folder.resolve("a.patch"), "b");
    assertThat(source().digest()).isNotEqualTo(digest);
  }

  @Test
  void readsTheKernelInSources() throws IOException {
    Path specs = Files.createDirectory(folder.resolve("SPECS"));
    Path sources = Files.createDirectory(folder.resolve("SOURCES"));
    Files.move(tarball, sources.resolve("vendor-6.6.tar"));
    spec = Files.move(spec, specs.resolve("linux.spec"));
    assertThat(source().header()).asString().isEqualTo("the header");
    assertThat(source().layout().shown(spec)).isEqualTo("SPECS/linux.spec");
    assertThat(source().packaging().orElseThrow().files()).containsExactly("vendor-6.6.tar");
  }

  @Test
  void namesTheMissingFileOfTheLookasideStore() throws IOException {
    Files.writeString(
        folder.resolve("sources"),
        "SHA512 (vendor-6.6.tar) = " + "0".repeat(128) + "\nSHA512 (z.bin) = " + "1".repeat(128));
    Files.delete(tarball);
    // An older kernel is not taken for it.
    Files.write(
        folder.resolve("old.tar"),
        new SampleTar()
            .file("o/Makefile", "VERSION = 5\nPATCHLEVEL = 4\n")
            .file("o/include/net/tcp.h", "old")
            .bytes());
    assertRefused("cannot find " + tarball + ", which sources lists", "`fedpkg sources`");
    Files.delete(folder.resolve("sources"));
    Files.writeString(
        folder.resolve(".kernel.metadata"), "0".repeat(40) + " SOURCES/vendor-6.6.tar");
    assertRefused("which .kernel.metadata lists", "get_sources.sh");
  }

  @Test
  void namesTheMissingFileOfTheSpec() throws IOException {
    Files.delete(tarball);
    assertRefused("no vendor-6.6.tar in " + folder, "spectool -g -C " + folder);
  }

  @Test
  void comparesTheListedChecksum() throws IOException {
    for (String algorithm : List.of("SHA-512", "MD5")) {
      String entry = algorithm.replace("-", "") + " (vendor-6.6.tar) = ";
      String digest = Digests.of(algorithm, tarball);
      Files.writeString(folder.resolve("sources"), entry + digest + "\n");
      assertThat(source().header()).asString().isEqualTo("the header");
      Files.writeString(folder.resolve("sources"), entry + "0".repeat(digest.length()));
      SpecSource other = new SpecSource(spec, new ReadCache(folder.resolve("other" + algorithm)));
      assertThatThrownBy(other::header)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining(algorithm + " " + digest + ", sources has 000");
    }
  }

  @Test
  void recognizesAPointerOfGitLfs() throws IOException {
    Files.writeString(tarball, "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
    assertRefused("it is a pointer of Git LFS", "git lfs pull");
  }

  @Test
  void refusesSourcesOfOtherDirectories() throws IOException {
    for (String name : List.of("/etc/shadow", "../x.tar", "a/../../x.tar", "..", "d/")) {
      Files.writeString(spec, SPEC + "Source9: " + name + "\n");
      assertThatThrownBy(this::source)
          .as(name)
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("Source9 '" + name + "' is not a file name");
    }
    Files.writeString(spec, SPEC + "Source9: https://example.org/a/../b.tar\nSource10: d/b.tar\n");
    assertThat(source().header()).isNotEmpty();
  }

  private void assertRefused(String what, String fix) {
    assertThatThrownBy(() -> source().header())
        .isInstanceOfSatisfying(
            SourceFailure.class, failure -> assertThat(failure.remedy()).contains(fix))
        .hasMessageContaining(what);
  }
}
