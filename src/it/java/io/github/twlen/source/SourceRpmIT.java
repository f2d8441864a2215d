// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Message;
import io.github.twlen.archive.rpm.RpmEntry;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a package of rpmbuild whose tarball is left out by NoSource. */
class SourceRpmIT {
  private static final String SPEC =
      """
      Name: kernel-ml
      Version: 6.1
      Release: 9
      Summary: a toy
      License: none
      Source0: vendor.tar
      NoSource: 0
      Source1: configs.sh
      Source2: config
      %description
      A toy.
      """;

  @TempDir Path folder;
  private Path tarball;

  @BeforeEach
  void sources() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("top/SOURCES"));
    Path tree = Files.createDirectories(folder.resolve("linux-6.1/include/net"));
    Files.writeString(tree.resolve("tcp.h"), "the header");
    Files.writeString(
        folder.resolve("linux-6.1/Makefile"), "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n");
    tarball = sources.resolve("vendor.tar");
    run("tar", "-C", folder.toString(), "-cf", tarball.toString(), "linux-6.1");
    Files.writeString(sources.resolve("config"), "CONFIG_X=y\n");
    Path script = Files.writeString(sources.resolve("configs.sh"), "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("kernel-ml.spec"), SPEC);
  }

  @Test
  void readsTheTarballBesideThePackage() throws IOException {
    SourceRpm rpm = packed();
    assertThat(rpm.name()).endsWith(".nosrc.rpm");
    Path beside = Files.copy(tarball, rpm.location().resolveSibling("vendor.tar"));
    assertThat(rpm.header()).asString(StandardCharsets.US_ASCII).isEqualTo("the header");
    assertThat(rpm.packaging().orElseThrow().sizes())
        .containsEntry("config", 11L)
        .containsEntry("vendor.tar", Files.size(tarball));
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    rpm.unpackPackaging(unpacked);
    assertThat(unpacked.resolve("vendor.tar")).hasSameBinaryContentAs(tarball);
    assertThat(unpacked.resolve("kernel-ml.spec")).hasContent(SPEC);
    // Specs run their scripts directly.
    assertThat(unpacked.resolve("configs.sh")).isExecutable();
    assertThat(Files.isExecutable(unpacked.resolve("config"))).isFalse();
    String digest = rpm.digest();
    byte[] other = Files.readAllBytes(beside);
    other[0] ^= 1;
    Files.write(beside, other);
    assertThat(rpm.digest()).isNotEqualTo(digest);
  }

  @Test
  void reportsAMissingTarball() throws IOException {
    SourceRpm rpm = packed();
    Path beside = rpm.location().resolveSibling("vendor.tar");
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    // Whether there is a spec is asked before the tarball is read, which takes seconds.
    assertThat(rpm.hasPackaging()).isTrue();
    for (Runnable use : List.<Runnable>of(rpm::header, () -> rpm.unpackPackaging(unpacked))) {
      assertThatThrownBy(use::run)
          .isInstanceOfSatisfying(
              SourceFailure.class, f -> assertThat(f.remedy()).contains(beside.toString()))
          .hasMessageContaining("its vendor.tar is missing");
    }
    assertThat(unpacked).isEmptyDirectory();
    Files.writeString(beside, "another one");
    assertThatThrownBy(rpm::header)
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining(beside + ": 11 bytes, expected");
  }

  /** The limit of unpacked bytes ignores files outside the payload. */
  @Test
  void ignoresTheSizeOfAMissingTarball() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(tarball.toFile(), "rw")) {
      file.setLength(300L << 20);
    }
    assertThat(packed().rpm().files())
        .filteredOn(RpmEntry::absent)
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.name()).isEqualTo("vendor.tar");
              assertThat(file.size()).isEqualTo(300L << 20);
            });
  }

  private SourceRpm packed() throws IOException {
    run(
        "rpmbuild",
        "-bs",
        "--define",
        "_topdir " + folder.resolve("top"),
        folder.resolve("kernel-ml.spec").toString());
    try (Stream<Path> made = Files.list(folder.resolve("top/SRPMS"))) {
      RpmFile rpm = RpmFile.open(made.findFirst().orElseThrow());
      return new SourceRpm(
          rpm, Message.verbatim("a test"), List.of(), new ReadCache(folder.resolve("read")));
    }
  }

  private void run(String... words) {
    CommandResult result = new CommandRunner().run(Command.of(words));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
  }
}
