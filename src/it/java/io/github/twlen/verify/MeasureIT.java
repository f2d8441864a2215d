// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.Sshd;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures this host, which has a stock kernel, directly and over ssh. A measurement takes a
 * minute, so all run in parallel.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MeasureIT {
  @TempDir static Path temp;
  private static Sshd sshd;
  private static CompletableFuture<TwlenProgram.Result> here;
  private static CompletableFuture<TwlenProgram.Result> right;
  private static CompletableFuture<TwlenProgram.Result> wrong;

  @BeforeAll
  static void begin() throws Exception {
    sshd = new Sshd(Files.createDirectory(temp.resolve("sshd")));
    here =
        start("here", with(Manual.words("src/site/markdown/verify.md", "twlen measure"), "--json"));
    right = start("60", with(bySsh(sshd.options()), "--seconds", "60"));
    wrong = start("15", with(bySsh(sshd.options()), "--seconds", "15"));
  }

  @AfterAll
  static void end() throws Exception {
    sshd.close();
  }

  private static List<String> bySsh(List<String> options) {
    return Stream.concat(Stream.of("measure"), options.stream()).toList();
  }

  private static List<String> with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  private static CompletableFuture<TwlenProgram.Result> start(String name, List<String> words) {
    return CompletableFuture.supplyAsync(
        () -> measure(name, words), task -> new Thread(task).start());
  }

  private static TwlenProgram.Result measure(String name, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("-o", temp.resolve(name).toString()));
    return new TwlenProgram(temp, temp.resolve("cache")).run(all.toArray(String[]::new));
  }

  @Test
  void measuresThisKernel() throws Exception {
    TwlenProgram.Result result = here.get();
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out())
        .contains("\"outcome\": \"measured\"", "\"kind\": \"host\"", "\"fin-wait2\"")
        .doesNotContain("wantedSeconds");
    assertThat(temp.resolve("here/report.html"))
        .content()
        .contains("TIME_WAIT lasts")
        .doesNotContain("wanted");
  }

  @Test
  void passesTheRightLengthOverSsh() throws Exception {
    TwlenProgram.Result result = right.get();
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out())
        .contains("VERIFIED", "wanted 60 s", "16 IPv4 sockets")
        .containsPattern("ok +fin-wait2 ");
  }

  @Test
  void failsOnAWrongLengthOverSsh() throws Exception {
    TwlenProgram.Result result = wrong.get();
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).contains("TIME_WAIT is 60 s, expected 15 s");
    assertThat(temp.resolve("15/report.json")).content().contains("\"kind\": \"ssh\"");
  }

  @Test
  void reportsARejectedKey() {
    TwlenProgram.Result result = measure("stranger", bySsh(sshd.strangersOptions()));
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains("twlen: cannot log in by ssh: ", "Permission denied (publickey).");
  }

  /** The remote side must notice the lost connection, and clean up. */
  @Test
  void leavesNothingAfterALostConnection() throws Exception {
    try (Sshd own = new Sshd(Files.createDirectory(temp.resolve("lost-sshd")))) {
      CompletableFuture<TwlenProgram.Result> lost = start("lost", bySsh(own.options()));
      Path log = temp.resolve("lost/console.log");
      while (!lost.isDone() && !(Files.exists(log) && Files.readString(log).contains("birth 6"))) {
        Thread.sleep(100);
      }
      List<ProcessHandle> there = own.sessions();
      assertThat(there).isNotEmpty();
      own.dropConnections();
      TwlenProgram.Result result = lost.get();
      assertThat(result.exit()).as(result.all()).isEqualTo(13);
      assertThat(result.err()).contains("twlen: the connection was lost ", "rerun the measurement");
      for (ProcessHandle process : there) {
        process.onExit().get(1, TimeUnit.MINUTES);
      }
    }
  }
}
