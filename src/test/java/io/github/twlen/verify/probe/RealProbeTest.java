// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.Running;
import io.github.twlen.verify.guest.GuestFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the probe on the loopback interface of this host with each tool in each shell. Its limit is
 * one second, so it opens its sockets and gives up; slower tests measure their lifetimes.
 *
 * <p>The number of sockets is a range. While it opens its 32 connections, the probe may migrate to
 * another processor, whose choice of ports is independent: a port of a TIME_WAIT socket may be
 * reused, and then one socket is missing. On one processor ({@code taskset -c 0}) all 32 are there.
 */
@Timeout(120)
class RealProbeTest {
  private static final List<String> ALWAYS =
      List.of("cat", "env", "grep", "gzip", "mkfifo", "mktemp", "rm", "sed", "sleep", "uname");

  @TempDir Path temp;
  private Path bin = Path.of("");
  private Path files = Path.of("");

  @BeforeEach
  void createDirectories() throws IOException {
    bin = Files.createDirectory(temp.resolve("bin"));
    files = Files.createDirectory(temp.resolve("tmp"));
    for (String tool : ALWAYS) {
      link(tool, tool);
    }
  }

  /** Adds a program to the PATH of the probe, which has no others. */
  private void link(String name, String program) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!" + find("dash") + "\nexec " + find(program) + " \"$@\"\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path find(String program) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the tests need " + program));
  }

  private Command probe(String shell, String... options) {
    List<String> argv = new ArrayList<>(List.of(shell.split(" ", -1)));
    argv.set(0, find(argv.get(0)).toString());
    argv.addAll(List.of("-c", ProbeFiles.packed().script(), "probe"));
    argv.addAll(List.of(options));
    return Command.of(argv.toArray(String[]::new))
        .in(temp)
        .withEnvironment("PATH", bin.toString())
        .withEnvironment("TMPDIR", files.toString());
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "python3, dash",
    "python3, bash",
    "python3, busybox sh",
    "perl,    dash",
    "perl,    bash",
    "perl,    busybox sh",
    "busybox, dash",
    "busybox, bash",
    "busybox, busybox sh",
  })
  void opensItsSockets(String tool, String shell) throws IOException {
    link(tool, tool);
    if (tool.equals("busybox")) {
      link("sh", "dash");
    }
    CommandResult result = new CommandRunner().run(probe(shell, "--limit", "1"));

    assertThat(result.errors()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(result.output())
        .anyMatch(line -> line.matches("@twlen1 server " + tool.replace("3", "") + " 20\\d+"));
    Measurement measured = ProbeTranscript.parse(result.output());
    assertThat(measured.gaveUp()).isTrue();
    // A connection may reuse a TIME_WAIT socket: see the class comment.
    assertThat(measured.births()).isBetween(measured.ipv6() ? 29 : 14, measured.ipv6() ? 32 : 16);
    assertThat(measured.sockets()).hasSize(measured.births());
    assertThat(measured.count(4)).isBetween(14L, 16L);
    assertThat(measured.finWaits()).hasSize(measured.ipv6() ? 4 : 2);
    assertThat(measured.finWaits()).noneMatch(socket -> socket.lifetime().isPresent());
    assertNoFileIsLeft();
  }

  private void assertNoFileIsLeft() {
    try (Stream<Path> left = Files.list(files)) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void reportsThatNoToolIsFound() {
    CommandResult result = new CommandRunner().run(probe("dash"));
    assertThat(result.exit()).isEqualTo(1);
    assertThatThrownBy(() -> ProbeTranscript.parse(result.output()))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining("Python, Perl and busybox nc -e not found");
    assertNoFileIsLeft();
  }

  /** Simulates the stub of a version manager. */
  @Test
  void skipsABrokenPython() throws IOException {
    Files.writeString(bin.resolve("python3"), "#!" + find("dash") + "\nexit 127\n");
    assertThat(bin.resolve("python3").toFile().setExecutable(true)).isTrue();
    link("perl", "perl");
    CommandResult result = new CommandRunner().run(probe("dash", "--limit", "1"));
    assertThat(result.output()).anyMatch(line -> line.startsWith("@twlen1 server perl "));
  }

  /** Its helper exits with it, and it leaves no file. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"python3, SIGTERM", "python3, SIGKILL", "perl, SIGKILL", "busybox, SIGTERM"})
  void leavesNothingBehind(String tool, String signal) throws Exception {
    link(tool, tool);
    link("sh", "dash");
    try (Running running = new CommandRunner().start(probe("dash", "--limit", "100"))) {
      Process process = running.process();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null && !line.startsWith("@twlen1 birth 4")) {
        line = lines.readLine();
      }
      List<ProcessHandle> children = process.descendants().toList();
      assertThat(children).isNotEmpty();
      if (signal.equals("SIGTERM")) {
        process.destroy();
      } else {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
    }
    assertNoFileIsLeft();
  }
}
