// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds the toy kernel: complete builds, failures, interruptions, unusual paths. */
class BuildIT {
  @TempDir Path folder;
  private Path tree;
  private TwlenProgram twlen;

  @BeforeEach
  void toy() throws IOException {
    tree = ToyKernel.linux(folder.resolve("linux"));
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  @Test
  void buildsAndSaysWhatItMade() throws IOException {
    Map<String, String> before = ToyKernel.state(tree);
    TwlenProgram.Result result =
        twlen.run("build", tree.toString(), "--seconds", "15", "--target", "tar-pkg");
    assertThat(result.exit()).as(result.all()).isZero();
    Path output = folder.resolve("twlen-linux-15s");
    assertThat(output.resolve("bzImage")).exists();
    assertThat(output.resolve("linux-6.1.7-tw15-x86.tar")).exists();
    assertThat(output.resolve("tcp-timewait-15s.patch"))
        .content()
        .contains("+#define TCP_TIMEWAIT_LEN (15*HZ)");
    assertThat(output.resolve("build.log")).content().contains("4 files compiled");
    assertThat(output.resolve("report.json")).content().contains("\"outcome\": \"built\"");
    assertThat(output.resolve("report.html")).exists();
    assertThat(ToyKernel.state(tree)).as("the user's own tree is not touched").isEqualTo(before);
  }

  @Test
  void writesOnlyToCacheAndOutput() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path tmp = Files.createDirectory(folder.resolve("tmp"));
    TwlenProgram.Result result =
        twlen
            .with("HOME", home.toString())
            .with("TMPDIR", tmp.toString())
            .run(
                "build",
                tree.toString(),
                "--seconds",
                "15",
                "--output",
                folder.resolve("out").toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(home).isEmptyDirectory();
    assertThat(tmp).isEmptyDirectory();
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("linux", "cache", "out", "home", "tmp");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "config,    init/Kconfig:7: syntax error",
    "compile,   net/ipv4/tcp.c:4:55: error: expected",
    "link,      undefined reference to `tcp_close_timeout'",
    "package,   dpkg-deb: error: no space for the toy package",
    "overwrite, include/net/tcp.h during the build"
  })
  void exits12WithFirstRealErrorOfMake(String step, String message) {
    TwlenProgram.Result result =
        twlen
            .with("FAIL", step)
            .run("build", tree.toString(), "--seconds", "15", "--target", "tar-pkg");
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains(message);
    assertThat(folder.resolve("twlen-linux-15s/report.json"))
        .content()
        .contains("\"outcome\": \"failed\"")
        .contains("\"exitCode\": 12");
  }

  @Test
  void exits12ForOptionDroppedByKconfig() throws IOException {
    Path fragment = Files.writeString(folder.resolve("my.config"), "CONFIG_GONE_AWAY=y\n");
    TwlenProgram.Result result =
        twlen.run("build", tree.toString(), "--seconds", "15", "--fragment", fragment.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains("CONFIG_GONE_AWAY=y (is n)").contains("my.config");
  }

  @Test
  void buildsInPathsWithSpacesQuotesAndUmlauts() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("it's a \"Größe\" & $x"));
    Path source = ToyKernel.linux(odd.resolve("linux quelle ü"));
    TwlenProgram.Result result =
        new TwlenProgram(folder, odd.resolve("my cache"))
            .run(
                "build",
                source.toString(),
                "--seconds",
                "15",
                "--output",
                odd.resolve("out put").toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(odd.resolve("out put/bzImage")).exists();
    assertThat(odd.resolve("out put/report.json")).content().contains("Größe");
  }

  @Test
  void anotherLengthCompilesOnlyWhatDependsOnIt() {
    assertThat(twlen.run("build", tree.toString(), "--seconds", "15").exit()).isZero();
    assertThat(twlen.run("build", tree.toString(), "--seconds", "30").exit()).isZero();
    assertThat(folder.resolve("twlen-linux-30s/build.log"))
        .content()
        .contains("3 files compiled")
        .doesNotContain("kernel/toy.o");
  }

  @ParameterizedTest
  @CsvSource({
    "MAKEFLAGS, -n",
    "MAKEFLAGS, -t",
    "GNUMAKEFLAGS, -i",
    "KBUILD_OUTPUT, /nowhere",
    "MAKEFILES, /nowhere",
    "CC, false"
  })
  void withholdsAndReportsVariablesOfMake(String variable, String value) {
    twlen.run("build", tree.toString(), "--seconds", "15");
    TwlenProgram.Result result =
        twlen.with(variable, value).run("build", tree.toString(), "--seconds", "30");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(folder.resolve("twlen-linux-30s/build.log"))
        .content()
        .contains("withheld from the build: ", variable, "3 files compiled");
  }

  /** A tree may have a length below the smallest value of {@code --seconds}. */
  @Test
  void buildsTreeWithStockLengthOfOneSecond() throws IOException {
    Path header = tree.resolve("include/net/tcp.h");
    Files.writeString(header, Files.readString(header).replace("(60*HZ)", "(1*HZ)"));
    TwlenProgram.Result result = twlen.run("rebuild", tree.toString(), "--seconds", "15");
    // The toy's bzImage cannot boot.
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).doesNotContain("internal error");
    assertThat(folder.resolve("twlen-linux-15s/report.json"))
        .content()
        .contains("\"outcome\": \"failed\"", "\"exitCode\": 13", "\"presentSeconds\": 1");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void killsChildrenAndReportsSignal(String signal, int exit) throws Exception {
    Path err = folder.resolve("err");
    Process process = sleeping(err);
    kill(signal, process.pid());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(exit);
    assertThat(err).content().contains("interrupted");
    assertThat(folder.resolve("twlen-linux-15s/report.json"))
        .content()
        .contains("\"outcome\": \"interrupted\"", "\"exitCode\": " + exit);
    assertThat(sleepers()).isZero();
  }

  @Test
  void afterAKillTheNextRunEndsWhatWasLeftAndGoesOn() throws Exception {
    Process process = sleeping(folder.resolve("err"));
    kill("KILL", process.pid());
    process.waitFor();
    TwlenProgram.Result next =
        twlen.with("FAIL", "").run("build", tree.toString(), "--seconds", "15");
    assertThat(next.exit()).as(next.all()).isZero();
    assertThat(next.err()).contains("leftover processes of a killed run");
    assertThat(sleepers()).isZero();
  }

  @Test
  void waitsForOtherRunAndReportsIt() throws Exception {
    Process first = sleeping(folder.resolve("err-1"));
    Path err = folder.resolve("err-2");
    Process second =
        new TwlenProgram(folder, folder.resolve("cache"))
            .start(err, "build", tree.toString(), "--seconds", "30");
    await(err, "waiting for");
    assertThat(err).content().contains("in use by twlen, pid " + first.pid());
    kill("INT", first.pid());
    first.waitFor();
    assertThat(second.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(second.exitValue()).isZero();
  }

  /** Starts a build and waits until its make sleeps. */
  private Process sleeping(Path err) throws Exception {
    Process process =
        new TwlenProgram(folder, folder.resolve("cache"))
            .with("FAIL", "sleep")
            .start(err, "build", tree.toString(), "--seconds", "15");
    await(folder.resolve("twlen-linux-15s/build.log"), "LD      vmlinux");
    return process;
  }

  private static void await(Path file, String words) throws Exception {
    for (int i = 0; i < 1_200; i++) {
      if (Files.exists(file) && Files.readString(file).contains(words)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("'" + words + "' did not come in " + file);
  }

  /** Counts the toy's sleeping make recipes; the directory of this test identifies them. */
  private long sleepers() {
    return ProcessHandle.allProcesses().filter(this::ofThisTest).count();
  }

  private boolean ofThisTest(ProcessHandle process) {
    try (Stream<String> variables =
        Stream.of(Files.readString(Path.of("/proc/" + process.pid() + "/environ")).split("\0"))) {
      return process.isAlive() && variables.anyMatch(v -> v.startsWith("TWLEN_TREE=" + folder));
    } catch (IOException e) {
      return false;
    }
  }

  private static void kill(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
  }
}
