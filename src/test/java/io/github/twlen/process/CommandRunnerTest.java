// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunnerTest {
  private final CommandRunner runner = new CommandRunner();

  @TempDir Path folder;

  @Test
  void passesEachArgumentAsItIs() {
    CommandResult result = runner.run(Command.of("printf", "%s|", "a b", "it's", "$HOME", "ü", ""));
    assertThat(result.output()).containsExactly("a b|it's|$HOME|ü||");
  }

  @Test
  void quotesForAShell() {
    assertThat(Command.of("make", "CC=ccache gcc", "it's", "-j2").shown())
        .isEqualTo("make 'CC=ccache gcc' 'it'\\''s' -j2");
  }

  @Test
  void separatesBothOutputs() {
    CommandResult result = runner.run(sh("echo out; echo err >&2; exit 7"));
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.output()).containsExactly("out");
    assertThat(result.errors()).containsExactly("err");
    assertThat(result.lastLine()).isEqualTo("err");
  }

  @Test
  void readsBothOutputsConcurrently() {
    CommandResult result =
        runner.run(sh("head -c 3000000 /dev/zero | tr '\\0' '\\n' >&2; echo end"));
    assertThat(result.output()).containsExactly("end");
    assertThat(result.errors()).hasSize(CommandRunner.KEPT_LINES);
  }

  @Test
  void truncatesAnEndlessLine() {
    // A Java string is limited to 2 GiB, so keeping the whole line would fail.
    CommandResult result = runner.run(sh("head -c 2200000000 /dev/zero; echo; echo end"));
    assertThat(result.output()).hasSize(2).last().isEqualTo("end");
    assertThat(result.output().get(0)).hasSizeLessThan(2 * ProgramLines.LONGEST);
  }

  @Test
  void keepsTheLastLongLines() {
    CommandResult result =
        runner.run(sh("for i in 1 2 3; do head -c 12000000 /dev/zero | tr '\\0' x; echo; done"));
    assertThat(result.output()).hasSize(3);
    CommandResult more =
        runner.run(
            sh(
                "for i in $(seq 40); do head -c 1000000 /dev/zero | tr '\\0' x; echo; done; echo"
                    + " e"));
    assertThat(more.output()).hasSizeBetween(10, 20).last().isEqualTo("e");
  }

  @Test
  void closesStandardInput() {
    assertThat(runner.run(Command.of("cat")).ok()).isTrue();
  }

  @Test
  void killsTheWholeTreeOnTimeout() throws Exception {
    Path pid = folder.resolve("pid");
    Command endless = sh("sleep 600 & echo $! > '" + pid + "'; wait").within(Duration.ofSeconds(2));
    assertThatThrownBy(() -> runner.run(endless))
        .isInstanceOf(ProcessFailure.class)
        .hasMessageContaining("did not exit within 2 s");
    assertGone(Long.parseLong(Files.readString(pid).strip()));
  }

  @Test
  void throwsTheExceptionOfTheListener() {
    assertThatThrownBy(
            () ->
                runner.run(
                    sh("echo one; echo two"),
                    line -> {
                      throw new IllegalStateException("no room for " + line);
                    }))
        .hasMessage("no room for one");
  }

  @Test
  void reportsAMissingProgram() {
    assertThatThrownBy(() -> runner.run(Command.of("no-such-program-anywhere")))
        .isInstanceOf(ProcessFailure.class)
        .hasMessageContaining("no-such-program-anywhere");
  }

  @Test
  void killsProcessesOfAKilledRunByMark() throws Exception {
    String mark = folder.resolve("a tree ü").toString();
    List<Long> pids = new ArrayList<>();
    try (Running running = new CommandRunner(mark).start(sh("sleep 600 & echo $!; sleep 600"))) {
      pids.add(running.process().pid());
      pids.add(Long.parseLong(running.process().inputReader().readLine()));
      assertThat(StaleProcesses.end(mark + "x")).isEmpty();
      assertThat(StaleProcesses.end(mark)).containsAll(pids);
      for (long pid : pids) {
        assertGone(pid);
      }
    }
  }

  private static Command sh(String script) {
    return Command.of("sh", "-c", script);
  }

  private static void assertGone(long pid) throws Exception {
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      left.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void writesAllInput() {
    byte[] much = "0123456789abcde\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    CommandResult result = new CommandRunner().feed(Command.of("wc", "-c"), in -> in.write(much));
    assertThat(result.output()).containsExactly(String.valueOf(much.length));
  }

  @Test
  void reportsTheErrorOfAProgramThatStopsReading() {
    byte[] much = new byte[10 << 20];
    CommandResult result =
        new CommandRunner()
            .feed(
                Command.of("sh", "-c", "head -c 10 >/dev/null; echo enough >&2; exit 3"),
                in -> in.write(much));
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.lastLine()).isEqualTo("enough");
  }

  @Test
  void throwsTheExceptionOfTheFeeder() {
    CommandRunner runner = new CommandRunner();
    assertThatThrownBy(
            () ->
                runner.feed(
                    Command.of("cat"),
                    in -> {
                      throw new IllegalStateException("no more");
                    }))
        .hasMessage("no more");
  }

  @Test
  void throwsErrorsOfItsThreads() {
    assertThatThrownBy(
            () ->
                runner.feed(
                    Command.of("cat"),
                    in -> {
                      throw new StackOverflowError("in feeding");
                    }))
        .isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(
            () ->
                runner.run(
                    sh("echo one"),
                    line -> {
                      throw new OutOfMemoryError("in listening");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }
}
