// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigBase;
import io.github.twlen.build.config.ConfigFragment;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.config.ConfigTables;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.SampleArchitectures;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds the toy kernel with make and gcc. */
class MakeBuildIT {
  private static final Path TOY = Path.of("src/test/fakelinux");
  private static final ConfigFragment NONE = ConfigFragment.parse("none", "");

  private static final ConfigTables TABLES =
      new ConfigTables(new RecipeBook(List.of())::packed, SampleArchitectures.X86_64);

  @TempDir Path folder;

  private final AtomicReference<ConfigOutcome> configured = new AtomicReference<>();

  @Test
  void recompilesOnlyUsersOfTheHeader() {
    BuildTree tree = toy("plain");
    BuiltKernel first = build(tree, 15, NONE);
    assertThat(first.release()).isEqualTo("6.1.7-tw15");
    assertThat(first.compiled()).isEqualTo(4);
    assertThat(output(first)).isEqualTo("6.1.7-tw15 3750 3750");

    BuiltKernel second = build(tree, 30, NONE);
    assertThat(output(second)).isEqualTo("6.1.7-tw30 7500 7500");
    // tcp.c, tcp_minisocks.c and version.c; the toy's fourth file does not use the macro.
    assertThat(second.compiled()).isEqualTo(3);
    assertThat(build(tree, 30, NONE).compiled()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "it's", "Größe", "a:b", "100% \"$x\""})
  void buildsInADirectoryWithAnOddName(String name) {
    BuiltKernel built = build(toy(name), 15, NONE);
    assertThat(output(built)).isEqualTo("6.1.7-tw15 3750 3750");
    assertThat(Path.of("/mnt/linux")).doesNotExist();
  }

  @Test
  void namesAnOptionNotInEffect() {
    ConfigFragment gone = ConfigFragment.parse("gone.config", "CONFIG_HERE=y\nCONFIG_GONE_X=y\n");
    BuildTree tree = toy("t");
    assertThatThrownBy(() -> build(tree, 15, gone))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("CONFIG_GONE_X=y (is n) of gone.config")
        .hasMessageNotContaining("CONFIG_HERE");
  }

  @Test
  void reportsTheConfigurationBeforeCompiling() throws IOException {
    BuildTree tree = toy("t");
    Files.writeString(tree.linux().resolve("net/ipv4/tcp.c"), "#error not C\n");
    assertThatThrownBy(() -> build(tree, 15, NONE))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("not C");
    assertThat(configured.get()).extracting(ConfigOutcome::base).isEqualTo("minimal");
    assertThat(tree.config()).exists();
    // A failed make was not killed, so it has deleted its incomplete files.
    assertThat(tree.marker()).doesNotExist();
  }

  @Test
  void repairsATreeAfterAKill() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    Files.writeString(tree.marker(), "leftover");
    Path object = tree.linux().resolve("net/ipv4/tcp.o");
    Files.writeString(tree.linux().resolve("net/ipv4/.tcp.o.cmd"), "savedcmd := gcc\n");
    Files.writeString(object, "half");
    Files.setLastModifiedTime(object, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    assertThat(output(build(tree, 15, NONE))).isEqualTo("6.1.7-tw15 3750 3750");
    assertThat(tree.marker()).doesNotExist();
  }

  @Test
  void recompilesFilesFromTheFuture() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    FileTime tomorrow = FileTime.from(Instant.now().plus(Duration.ofDays(1)));
    for (String file : List.of("net/ipv4/tcp.o", "net/ipv4/tcp_minisocks.o", "vmlinux")) {
      Files.setLastModifiedTime(tree.linux().resolve(file), tomorrow);
    }
    assertThat(output(build(tree, 30, NONE))).isEqualTo("6.1.7-tw30 7500 7500");
    assertThat(build(tree, 30, NONE).compiled()).isZero();
  }

  @Test
  void comparesTheHeadersContentNotItsTime() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    Path header = tree.linux().resolve(TimewaitLength.HEADER);
    Files.writeString(header, Files.readString(header).replace("(15*HZ)", "(30*HZ)"));
    Files.setLastModifiedTime(header, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(output(build(tree, 30, NONE))).isEqualTo("6.1.7-tw30 7500 7500");
  }

  @Test
  void rejectsAnImageOfAnOlderBuild() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    edit(tree, "net/ipv4/tcp.o net/ipv4/tcp_minisocks.o: include/net/tcp.h", "");
    assertStale(tree, "net/ipv4/tcp.o is older");
    edit(tree, "vmlinux: $(OBJECTS)", "vmlinux:");
    assertStale(tree, "make compiled nothing");
    assertStale(buildable("u", "cp vmlinux", "echo 6.1.7 6.1.7-tw300 >"), "the release 6.1.7-tw30");
  }

  @Test
  void ignoresOldTcpObjectsOfAKernelWithoutTcp() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    edit(tree, "cp vmlinux", "echo '# CONFIG_INET is not set' > .config; cp vmlinux");
    edit(tree, "vmlinux: $(OBJECTS)", "vmlinux: kernel/version.o");
    assertThat(build(tree, 30, NONE).release()).isEqualTo("6.1.7-tw30");
  }

  @Test
  void rejectsABuildWithClockSkew() throws IOException {
    String warning = "make[1]: warning:  Clock skew detected.  Your build may be incomplete.";
    assertStale(buildable("t", "cp vmlinux", "echo '" + warning + "'; cp vmlinux"), "Clock skew");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(IMAGE)", ".config"})
  void rejectsHugeImagesAndConfigurations(String file) throws IOException {
    BuildTree tree =
        buildable("t", "cp vmlinux $(IMAGE)", "cp vmlinux $(IMAGE); truncate -s 3G " + file);
    assertThatThrownBy(() -> build(tree, 15, NONE))
        .isInstanceOf(BuildFailure.class)
        .hasMessageMatching("cannot read .*: it has more than \\d+ MiB");
  }

  private BuildTree buildable(String name, String from, String to) throws IOException {
    BuildTree tree = toy(name);
    edit(tree, from, to);
    return tree;
  }

  private static void edit(BuildTree tree, String from, String to) throws IOException {
    Path makefile = tree.linux().resolve("Makefile");
    Files.writeString(makefile, Files.readString(makefile).replace(from, to));
  }

  private void assertStale(BuildTree tree, String reason) {
    assertThatThrownBy(() -> build(tree, 30, NONE))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(reason);
  }

  private BuiltKernel build(BuildTree tree, int seconds, ConfigFragment fragment) {
    String header =
        text(TOY.resolve(TimewaitLength.HEADER)).replace("(60*HZ)", "(" + seconds + "*HZ)");
    MakeBuild.Request request =
        new MakeBuild.Request(
            "-tw" + seconds,
            new ConfigPlan(
                ConfigBase.parse("minimal"), false, List.of(), List.of(fragment), false, TABLES),
            List.of(),
            2,
            Launcher.NONE,
            new HostEnvironment(),
            RemedyPlan.NONE);
    return new MakeBuild(
            tree,
            Map.of(TimewaitLength.HEADER, header.getBytes(StandardCharsets.ISO_8859_1)),
            request,
            folder.resolve("build.log"),
            configured::set,
            TestRun.in(tree.root().resolveSibling("..").normalize()).markedBy(tree.root()))
        .call();
  }

  private static String output(BuiltKernel kernel) {
    return new CommandRunner()
        .run(Command.of(kernel.image().orElseThrow().toString()))
        .output()
        .get(0);
  }

  private BuildTree toy(String name) {
    BuildTree tree = new BuildTree(new Workspace(folder.resolve(name)).tree("toy"));
    try (Stream<Path> all = Files.walk(TOY)) {
      for (Path from : all.toList()) {
        Path to = tree.linux().resolve(TOY.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
