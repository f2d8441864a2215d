// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.Distccd;
import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the toy kernel with each launcher and a private distccd. */
class FarmIT {
  @TempDir Path folder;
  private Path tree;
  private TwlenProgram twlen;

  @BeforeEach
  void toy() throws IOException {
    tree = ToyKernel.linux(folder.resolve("linux"));
    // Without the fallback, a failure on the farm fails the build.
    twlen = new TwlenProgram(folder, folder.resolve("cache")).with("DISTCC_FALLBACK", "0");
  }

  @Test
  void compilesEveryObjectFileOnTheFarm() throws IOException {
    try (Distccd farm = new Distccd(folder)) {
      build(twlen.with("DISTCC_HOSTS", farm.host() + "/3"), "distcc");
      compiledAll(farm);
      assertThat(log())
          .contains("'CC=distcc gcc'")
          .doesNotContain("HOSTCC")
          .as("one job per slot of the hosts")
          .contains("-j3 bzImage");
    }
  }

  @Test
  void readsHostsFromTheHomeDirectory() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path settings = Files.createDirectory(home.resolve(".distcc"));
    try (Distccd farm = new Distccd(folder)) {
      Files.writeString(settings.resolve("hosts"), "# the farm\n" + farm.host() + "\n");
      build(twlen.with("HOME", home.toString()), "distcc", "--jobs", "2");
      compiledAll(farm);
      assertThat(log()).contains("-j2 bzImage");
    }
    assertThat(settings).isDirectoryNotContaining("glob:**/lock");
  }

  @Test
  void compilesInADirectoryWithAnOddName() throws IOException {
    twlen = new TwlenProgram(folder, folder.resolve("it's a cache")).with("DISTCC_FALLBACK", "0");
    try (Distccd farm = new Distccd(folder)) {
      build(twlen.with("DISTCC_HOSTS", farm.host()), "distcc");
      compiledAll(farm);
    }
  }

  @Test
  void reportsAFarmThatIsDown() {
    Distccd gone = new Distccd(folder);
    gone.close();
    TwlenProgram.Result result =
        twlen
            .with("DISTCC_HOSTS", gone.host())
            .run("build", tree.toString(), "--seconds", "15", "--launcher", "distcc");
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    TwlenProgram.Result doctor = twlen.run("doctor", "--launcher", "distcc");
    assertThat(doctor.exit()).as(doctor.all()).isEqualTo(3);
    assertThat(doctor.out()).containsPattern(gone.host() + " +does not answer");
  }

  @Test
  void listsAnsweringHostsInDoctor() {
    try (Distccd farm = new Distccd(folder)) {
      TwlenProgram.Result result =
          twlen
              .with("DISTCC_HOSTS", farm.host() + " 127.0.0.1:1 @far")
              .run("doctor", "--launcher", "distcc", "--json");
      assertThat(result.out())
          .as(result.all())
          .containsPattern("\"answers\" ?: ?true")
          .contains(farm.host(), "does not answer", "over ssh");
      assertThat(result.exit()).as(result.all()).isZero();
    }
  }

  @Test
  void startsTheHostCompilerWithCcache() throws IOException {
    build(twlen, "ccache");
    assertThat(log()).contains("'CC=ccache gcc' 'HOSTCC=ccache gcc'");
  }

  @Test
  void startsTheCompilerAloneWithNone() throws IOException {
    build(twlen, "none");
    assertThat(log()).doesNotContain("CC=");
  }

  @Test
  void rejectsAnUnknownLauncher() {
    TwlenProgram.Result result =
        twlen.run("build", tree.toString(), "--seconds", "15", "--launcher", "dist");
    assertThat(result.exit()).as(result.all()).isEqualTo(2);
    assertThat(result.err()).contains("pass one of auto, ccache, distcc, icecc, sccache, none");
  }

  private void build(TwlenProgram program, String launcher, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("build", tree.toString(), "--seconds", "15", "--launcher", launcher));
    words.addAll(List.of(more));
    TwlenProgram.Result result = program.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isZero();
  }

  private void compiledAll(Distccd farm) throws IOException {
    assertThat(farm.jobs()).extracting(Distccd.Job::outcome).containsOnly("COMPILE_OK");
    assertThat(farm.jobs())
        .extracting(Distccd.Job::source)
        .containsExactlyInAnyOrder(
            "net/ipv4/tcp.c", "net/ipv4/tcp_minisocks.c", "kernel/toy.c", "kernel/version.c");
    assertThat(log()).contains("4 files compiled");
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("twlen-linux-15s/build.log"));
  }
}
