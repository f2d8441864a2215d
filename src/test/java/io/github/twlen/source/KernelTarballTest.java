// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.tar.SampleTar;
import io.github.twlen.archive.tar.TarInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTarballTest {
  private static final String SPEC =
      "Source0: a.tar.gz\nSource1: b.tar.xz\nSource2: c.tgz\n%prep\n%setup -T -b 1\n";

  @TempDir Path folder;
  private final List<KernelTarball.Candidate> sources = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();

  private void add(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    sources.add(
        new KernelTarball.Candidate(
            name,
            content.length,
            () -> {
              opened.add(name);
              return TarInput.of(file);
            }));
  }

  private static byte[] kernel(String directory, String header) {
    return new SampleTar()
        .file(directory + "Makefile", "VERSION = 6\nPATCHLEVEL = 6\n")
        .file(directory + "include/net/tcp.h", header)
        .bytes();
  }

  private KernelTarball find() {
    return KernelTarball.find("kernel.src.rpm", SPEC, sources, ReadRequest.of("COPYING"));
  }

  @Test
  void takesTheKernelThatPrepUnpacksFirst() throws IOException {
    add("a.tar.gz", kernel("old/", "old"));
    add("b.tar.xz", kernel("linux/", "new"));
    add("kernel.spec", SPEC.getBytes(StandardCharsets.US_ASCII));
    KernelTarball found = find();
    assertThat(found.name()).isEqualTo("b.tar.xz");
    assertThat(found.read().get("include/net/tcp.h")).asString().isEqualTo("new");
    assertThat(opened).doesNotContain("a.tar.gz");
    assertThat(KernelTarball.unpacked(found.packed()).name()).isEqualTo("b.tar.xz");
  }

  @Test
  void findsItByItsContent() throws IOException {
    add("b.tar.xz", new SampleTar().file("tools/Makefile", "VERSION = 1\n").bytes());
    add("c.tgz", "a stand-in of some text".getBytes(StandardCharsets.US_ASCII));
    add("a.tar.gz", kernel("vendor/my linux/", "nested"));
    assertThat(find().read().get("include/net/tcp.h")).asString().isEqualTo("nested");
    sources.remove(2);
    assertThatThrownBy(this::find)
        .isInstanceOf(SourceFailure.class)
        .hasMessage(
            "cannot find the kernel in kernel.src.rpm: b.tar.xz (no include/net/tcp.h), c.tgz"
                + " (not a tar archive)");
    sources.clear();
    assertThatThrownBy(this::find).hasMessageContaining("it has no tarball");
  }

  @Test
  void readsALargeArchiveOfAnotherKindLast() throws IOException {
    byte[] firmware =
        new SampleTar().file("amdgpu/a.bin", new byte[17 << 20]).file("amdgpu/b", "").bytes();
    add("b.tar.xz", Arrays.copyOf(firmware, 17 << 20)); // Reading all of it would fail.
    add("a.tar.gz", kernel("linux/", "new"));
    assertThat(find().name()).isEqualTo("a.tar.gz");
  }

  @Test
  void requiresAVersionInTheMakefile() throws IOException {
    add(
        "b.tar.xz",
        new SampleTar().file("x/Makefile", "all:\n").file("x/include/net/tcp.h", "").bytes());
    assertThatThrownBy(this::find).hasMessageContaining("b.tar.xz (no VERSION in its Makefile)");
    add("a.tar.gz", kernel("linux/", "new"));
    assertThat(find().name()).isEqualTo("a.tar.gz");
  }

  @Test
  void neverSkipsACorruptOrMissingTarball() throws IOException {
    byte[] whole =
        new SampleTar().file("linux/a.c", new byte[4096]).file("linux/Makefile", "").bytes();
    add("b.tar.xz", Arrays.copyOf(whole, 3000));
    add("a.tar.gz", kernel("old/", "old"));
    assertThatThrownBy(this::find).isInstanceOf(ArchiveFailure.class);
    sources.set(
        0,
        new KernelTarball.Candidate(
            "b.tar.xz",
            0,
            () -> {
              throw new SourceFailure("cannot find b.tar.xz", "download it");
            }));
    assertThatThrownBy(this::find).hasMessage("cannot find b.tar.xz");
  }

  @Test
  void knowsTheNamesOfTarballs() {
    for (String name :
        List.of("a.tar", "a.tar.zst", "A.TGZ", "v6.tar.bz2", "x.txz", "x.tar.lzma")) {
      assertThat(KernelTarball.isTarball(name)).as(name).isTrue();
    }
    for (String name : List.of("a.tar.sign", "tar", "a.gz", "a.patch.xz", "linux.tar.xz.asc")) {
      assertThat(KernelTarball.isTarball(name)).as(name).isFalse();
    }
  }
}
