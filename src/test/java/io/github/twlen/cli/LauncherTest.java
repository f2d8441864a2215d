// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the launcher script with scripts instead of Java. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("src/main/launcher/twlen.sh").toAbsolutePath();

  @TempDir Path folder;

  @BeforeEach
  void putJavaOnThePath() throws IOException {
    java(folder.resolve("path"), "the one on the PATH");
  }

  private static void java(Path bin, String name) throws IOException {
    Path java = Files.createDirectories(bin).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho '" + name + "'\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private CommandResult run(String path, String home) {
    return new CommandRunner()
        .run(
            Command.of("/bin/sh", SCRIPT.toString(), "--version")
                .withEnvironment("PATH", folder.resolve(path).toString())
                .withEnvironment("JAVA_HOME", home));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "1.8.0_402, the one on the PATH",
    "9,         the one on the PATH",
    "11.0.22,   the one on the PATH",
    "16,        the one on the PATH",
    "17,        the one at home",
    "17.0.19,   the one at home",
    "21.0.2,    the one at home",
  })
  void ignoresAnOldJavaHome(String version, String used) throws IOException {
    Path home = folder.resolve("a home");
    java(home.resolve("bin"), "the one at home");
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Some\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\n");
    assertThat(run("path", home.toString()).output()).containsExactly(used);
  }

  @Test
  void acceptsAJavaHomeWithoutVersion() throws IOException {
    java(folder.resolve("home/bin"), "the one at home");
    assertThat(run("path", folder.resolve("home").toString()).output())
        .containsExactly("the one at home");
  }

  /** Java's own files would get the numbers of the streams. */
  @Test
  void opensClosedStreams() throws IOException {
    Path streams = folder.resolve("streams");
    Files.writeString(
        folder.resolve("path/java"),
        "#!/bin/sh\nfor n in 0 1 2; do all=\"$all$(/bin/readlink /proc/$$/fd/$n)\n\"; done\n"
            + "printf \"$all\" > '"
            + streams
            + "'\n");
    String closed = "exec /bin/sh '" + SCRIPT + "' --version <&- >&- 2>&-";
    new CommandRunner()
        .run(
            Command.of("/bin/sh", "-c", closed)
                .withEnvironment("PATH", folder.resolve("path").toString())
                .withEnvironment("JAVA_HOME", ""));
    assertThat(Files.readAllLines(streams)).containsExactly("/dev/null", "/dev/full", "/dev/null");
  }

  /** Java itself fails with a stack trace. */
  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void rejectsADeletedCurrentDirectory(String shell) {
    // PWD is wrong too.
    String deleted =
        "mkdir gone && cd gone && rmdir ../gone && PWD=/ exec "
            + shell
            + " '"
            + SCRIPT
            + "' list 2>&1";
    CommandResult result = new CommandRunner().run(Command.of("/bin/sh", "-c", deleted).in(folder));
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.output())
        .contains("twlen: cannot find the current directory: it was deleted");
  }

  @Test
  void ignoresAJavaThatIsNoProgram() throws IOException {
    Files.createDirectories(folder.resolve("home/bin/java"));
    assertThat(run("path", folder.resolve("home").toString()).output())
        .containsExactly("the one on the PATH");
    assertThat(run("path", "").output()).containsExactly("the one on the PATH");
  }

  @Test
  void passesTheLanguageOfTheUser() throws IOException {
    Files.writeString(folder.resolve("path/java"), "#!/bin/sh\necho \"$LC_ALL $*\"\n");
    CommandResult result =
        new CommandRunner()
            .run(
                Command.of("/bin/sh", SCRIPT.toString(), "survey")
                    .withEnvironment("PATH", folder.resolve("path").toString())
                    .withEnvironment("JAVA_HOME", "")
                    .withEnvironment("LC_ALL", "")
                    .withEnvironment("LC_MESSAGES", "")
                    .withEnvironment("LANG", "ja_JP.UTF-8"));
    assertThat(result.lastLine()).startsWith("C.UTF-8 ").contains("-Dtwlen.language=ja_JP.UTF-8");
  }

  @Test
  void reportsAMissingJava() {
    CommandResult result = run("nothing", "");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.errors().get(0)).startsWith("twlen: cannot find java");
    assertThat(result.lastLine()).startsWith("fix: install Java 17");
  }
}
