// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.archive.tar.SampleTar;
import io.github.twlen.archive.tar.TarSearch;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads source RPMs of rpmbuild. */
class RpmFileTest {
  private static final String SPEC =
      """
      Name: kernel
      Version: 6.1
      Release: 9%{?dist}
      Summary: a toy
      License: none
      Source0: linux-6.1.tar
      Source1: config
      %description
      A toy.
      """;

  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"w9.gzdio", "w6.xzdio", "w3.zstdio", "w9.bzdio", "w2.ufdio", "w7.lzdio"})
  void readsPackagesOfRpmbuild(String payload) throws IOException {
    byte[] config = new byte[70_000];
    new Random(1).nextBytes(config);
    byte[] tar = new SampleTar().file("linux-6.1/Makefile", "VERSION = 6\n").bytes();
    RpmFile rpm = build(payload, tar, config);
    assertThat(rpm.nvr()).isEqualTo("kernel-6.1-9.el9");
    assertThat(rpm.versionRelease()).isEqualTo("6.1-9.el9");
    assertThat(rpm.spec().map(RpmEntry::name)).contains("kernel.spec");
    CommandResult listed =
        runner.run(
            Command.of("rpm", "-qp", "--qf", "[%{FILENAMES} %{FILESIZES} %{FILEDIGESTS}\n]")
                .with(rpm.path().toString()));
    assertThat(rpm.files().stream().map(f -> f.name() + " " + f.size() + " " + f.digest()))
        .containsExactlyElementsOf(listed.output());
    Map<String, byte[]> read = new HashMap<>();
    rpm.forEach((file, content) -> read.put(file.name(), content.readAllBytes()) == null);
    assertThat(read.get("config")).isEqualTo(config);
    assertThat(read.get("linux-6.1.tar")).isEqualTo(tar);
    assertThat(read.get("kernel.spec")).asString().isEqualTo(SPEC);
    RpmEntry tarball =
        rpm.files().stream().filter(f -> f.name().endsWith(".tar")).findFirst().orElseThrow();
    assertThat(new TarSearch(rpm.tarball(tarball)).first("Makefile"))
        .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("VERSION = 6\n"));
  }

  @Test
  void stopsWhenTheVisitorStops() throws IOException {
    byte[] tar = new SampleTar().file("linux-6.1/Makefile", "x").bytes();
    RpmFile rpm = build("w9.gzdio", tar, new byte[10]);
    int[] seen = {0};
    rpm.forEach((file, content) -> ++seen[0] < 2);
    assertThat(seen[0]).isEqualTo(2);
    assertThat(RpmFile.isRpm(rpm.path())).isTrue();
    assertThat(RpmFile.isRpm(folder.resolve("none"))).isFalse();
  }

  private RpmFile build(String payload, byte[] tar, byte[] config) throws IOException {
    Path top = folder.resolve("top ü");
    Files.createDirectories(top.resolve("SOURCES"));
    Files.write(top.resolve("SOURCES/linux-6.1.tar"), tar);
    Files.write(top.resolve("SOURCES/config"), config);
    Path spec = Files.writeString(top.resolve("kernel.spec"), SPEC);
    List<String> defines = List.of("_topdir " + top, "_source_payload " + payload, "dist .el9");
    Command command = Command.of("rpmbuild", "-bs").withEnvironment("LC_ALL", "C.UTF-8");
    for (String define : defines) {
      command = command.with("--define", define);
    }
    CommandResult result = runner.run(command.with(spec.toString()));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    try (Stream<Path> made = Files.list(top.resolve("SRPMS"))) {
      return RpmFile.open(made.findFirst().orElseThrow());
    }
  }
}
