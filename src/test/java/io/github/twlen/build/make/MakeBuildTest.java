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
import io.github.twlen.recipe.reader.RecipeBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds the toy kernel with the real make and the real compiler. */
class MakeBuildTest {
  private static final Path TOY = Path.of("src/test/fakelinux");
  private static final ConfigFragment NONE = ConfigFragment.parse("none", "");

  private static final ConfigTables TABLES = new ConfigTables(new RecipeBook(List.of())::packed);

  @TempDir Path folder;

  private final AtomicReference<ConfigOutcome> configured = new AtomicReference<>();

  @Test
  void buildsWhatWasAskedForAndCompilesAgainOnlyWhatDependsOnIt() {
    BuildTree tree = toy("plain");
    BuiltKernel first = build(tree, 15, NONE);
    assertThat(first.release()).isEqualTo("6.1.7-tw15");
    assertThat(first.compiled()).isEqualTo(4);
    assertThat(said(first)).isEqualTo("6.1.7-tw15 3750 3750");

    BuiltKernel second = build(tree, 30, NONE);
    assertThat(said(second)).isEqualTo("6.1.7-tw30 7500 7500");
    // tcp.c, tcp_minisocks.c and the release: the toy's fourth file does not use the macro.
    assertThat(second.compiled()).isEqualTo(3);
    assertThat(build(tree, 30, NONE).compiled()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "it's", "Größe", "a:b", "100% \"$x\""})
  void buildsInAFolderWhoseNameKbuildCannotBear(String name) {
    BuiltKernel built = build(toy(name), 15, NONE);
    assertThat(said(built)).isEqualTo("6.1.7-tw15 3750 3750");
    assertThat(Path.of("/mnt/linux")).doesNotExist();
  }

  @Test
  void anOptionThatDidNotTakeEffectIsNamed() {
    ConfigFragment gone = ConfigFragment.parse("gone.config", "CONFIG_HERE=y\nCONFIG_GONE_X=y\n");
    BuildTree tree = toy("t");
    assertThatThrownBy(() -> build(tree, 15, gone))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("CONFIG_GONE_X=y (is n) of gone.config")
        .hasMessageNotContaining("CONFIG_HERE");
  }

  @Test
  void theConfigurationIsToldBeforeTheFirstFileIsCompiled() throws IOException {
    BuildTree tree = toy("t");
    Files.writeString(tree.linux().resolve("net/ipv4/tcp.c"), "#error not C\n");
    assertThatThrownBy(() -> build(tree, 15, NONE))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("not C");
    assertThat(configured.get()).extracting(ConfigOutcome::base).isEqualTo("minimal");
    assertThat(tree.config()).exists();
    // A make that fails has ended in order: nothing in the tree is half made.
    assertThat(tree.marker()).doesNotExist();
  }

  @Test
  void aTreeLeftHalfMadeByAKillIsMended() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    Files.writeString(tree.marker(), "left standing");
    Path object = tree.linux().resolve("net/ipv4/tcp.o");
    Files.writeString(tree.linux().resolve("net/ipv4/.tcp.o.cmd"), "savedcmd := gcc\n");
    Files.writeString(object, "half");
    Files.setLastModifiedTime(object, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    assertThat(said(build(tree, 15, NONE))).isEqualTo("6.1.7-tw15 3750 3750");
    assertThat(tree.marker()).doesNotExist();
  }

  @Test
  void compilesAnewWhatIsNewerSinceTheClockWentBack() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    FileTime tomorrow = FileTime.from(Instant.now().plus(Duration.ofDays(1)));
    for (String file : List.of("net/ipv4/tcp.o", "net/ipv4/tcp_minisocks.o", "vmlinux")) {
      Files.setLastModifiedTime(tree.linux().resolve(file), tomorrow);
    }
    assertThat(said(build(tree, 30, NONE))).isEqualTo("6.1.7-tw30 7500 7500");
    assertThat(build(tree, 30, NONE).compiled()).isZero();
  }

  @Test
  void goesByTheHeadersContentAndNotByItsTime() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    Path header = tree.linux().resolve(BuildTree.HEADER);
    Files.writeString(header, Files.readString(header).replace("(15*HZ)", "(30*HZ)"));
    Files.setLastModifiedTime(header, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(said(build(tree, 30, NONE))).isEqualTo("6.1.7-tw30 7500 7500");
  }

  @Test
  void refusesAnImageOfAnOlderBuild() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    edit(tree, "net/ipv4/tcp.o net/ipv4/tcp_minisocks.o: include/net/tcp.h", "");
    assertStale(tree, "net/ipv4/tcp.o is older than what it is made from");
    edit(tree, "vmlinux: $(OBJECTS)", "vmlinux:");
    assertStale(tree, "make compiled nothing though include/net/tcp.h has changed");
    assertStale(buildable("u", "cp vmlinux", "echo 6.1.7 6.1.7-tw300 >"), "the release 6.1.7-tw30");
  }

  @Test
  void takesAKernelWithoutTcpWhoseTreeHasOldObjectsOfIt() throws IOException {
    BuildTree tree = toy("t");
    build(tree, 15, NONE);
    edit(tree, "cp vmlinux", "echo '# CONFIG_INET is not set' > .config; cp vmlinux");
    edit(tree, "vmlinux: $(OBJECTS)", "vmlinux: kernel/version.o");
    assertThat(build(tree, 30, NONE).release()).isEqualTo("6.1.7-tw30");
  }

  @Test
  void refusesWhatWasMadeInSpiteOfClockSkew() throws IOException {
    String warning = "make[1]: warning:  Clock skew detected.  Your build may be incomplete.";
    assertStale(buildable("t", "cp vmlinux", "echo '" + warning + "'; cp vmlinux"), "Clock skew");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(IMAGE)", ".config"})
  void refusesAnImageOrAConfigurationOfManyGigabytes(String file) throws IOException {
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

  private void assertStale(BuildTree tree, String why) {
    assertThatThrownBy(() -> build(tree, 30, NONE))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(why);
  }

  private BuiltKernel build(BuildTree tree, int seconds, ConfigFragment fragment) {
    String header = text(TOY.resolve(BuildTree.HEADER)).replace("(60*HZ)", "(" + seconds + "*HZ)");
    MakeBuild.Order order =
        new MakeBuild.Order(
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
            header.getBytes(StandardCharsets.ISO_8859_1),
            order,
            folder.resolve("build.log"),
            configured::set,
            TestRun.in(tree.root().resolveSibling("..").normalize()).markedBy(tree.root()))
        .call();
  }

  private static String said(BuiltKernel kernel) {
    return new CommandRunner()
        .run(Command.of(kernel.image().orElseThrow().toString()))
        .output()
        .get(0);
  }

  private BuildTree toy(String name) {
    BuildTree tree = new BuildTree(folder.resolve(name).resolve("trees/toy"));
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
