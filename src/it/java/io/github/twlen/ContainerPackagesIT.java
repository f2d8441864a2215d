// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.build.environment.ContainerBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Builds the toy kernel with {@code --in container}, by rpmbuild and by make. */
@Tag("e2e")
@ExtendWith(ContainerBox.Maker.class)
class ContainerPackagesIT {
  /** Fails if there is a network besides loopback. */
  private static final String NO_NETWORK = "test \"$(ls /sys/class/net)\" = lo\n";

  private final ContainerBox box;

  @TempDir Path folder;

  ContainerPackagesIT(ContainerBox box) {
    this.box = box;
  }

  private Path toy(String build) throws IOException {
    Path vendor = Files.createDirectory(folder.resolve("vendor"));
    return SourcePackages.toy(vendor, SourcePackages.APPLIES, build);
  }

  private TwlenProgram twlen(Path where, Path cache) {
    return new TwlenProgram(where, cache).with("CONTAINERS_CONF", box.settings().toString());
  }

  private TwlenProgram.Result build(Path source, String... more) {
    java.util.List<String> words = new java.util.ArrayList<>();
    words.addAll(java.util.List.of("build", source.toString(), "--seconds", "15", "-o", "out"));
    words.addAll(java.util.List.of("--in", "container", "--image", box.image()));
    words.addAll(java.util.List.of(more));
    return twlen(folder, folder.resolve("ca che")).run(words.toArray(String[]::new));
  }

  @Test
  void buildsByRpmbuildWithoutNetwork() throws IOException {
    Path rpm = toy(NO_NETWORK);
    TwlenProgram.Result result = build(rpm);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(folder.resolve("out/kernel-3.10.0-1.el7.tw15.x86_64.rpm")).exists();
    JsonNode report = new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
    assertThat(report.at("/build/environment").asText()).isEqualTo("container " + box.image());
  }

  @Test
  void buildsByMake() throws IOException {
    TwlenProgram.Result result =
        build(ToyKernel.linux(folder.resolve("linux")), "--target", "tar-pkg");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(folder.resolve("out/bzImage")).exists();
    assertThat(folder.resolve("out/linux-6.1.7-tw15-x86.tar")).exists();
  }

  @Test
  void keepsTheLogOfAFailedBuild() throws IOException {
    Path rpm = toy("echo 'tcp.c:7:1: error: no such thing' >&2; exit 1");
    TwlenProgram.Result result = build(rpm);
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(folder.resolve("out/build.log")).content().contains("tcp.c:7:1: error: no such");
  }

  @Test
  void exits3WithoutTheImage() throws IOException {
    Path rpm = toy("");
    TwlenProgram.Result result =
        twlen(folder, folder.resolve("cache"))
            .run(
                "build",
                rpm.toString(),
                "--seconds",
                "15",
                "--in",
                "container",
                "--image",
                "no/such");
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err()).contains("cannot find image no/such");
    TwlenProgram.Result unnamed =
        twlen(folder, folder.resolve("cache"))
            .run("build", rpm.toString(), "--seconds", "15", "--in", "container");
    assertThat(unnamed.exit()).as(unnamed.all()).isEqualTo(2);
    assertThat(unnamed.err()).contains("  fix: pass --image IMAGE");
  }
}
