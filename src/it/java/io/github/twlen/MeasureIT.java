// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Measures the machine that the tests run on, which has a stock kernel: as it is, and through an
 * sshd of the tests' own. A measurement takes a minute, so all begin at once.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MeasureIT {
  @TempDir static Path temp;
  private static Sshd sshd;
  private static CompletableFuture<TwlenProgram.Result> here;
  private static CompletableFuture<TwlenProgram.Result> asAskedFor;
  private static CompletableFuture<TwlenProgram.Result> notAsAskedFor;

  @BeforeAll
  static void begin() throws Exception {
    sshd = new Sshd(Files.createDirectory(temp.resolve("sshd")));
    here = start("here", with(Manual.words("README.md", "twlen measure"), "--json"));
    asAskedFor = start("60", with(bySsh(sshd.options()), "--seconds", "60"));
    notAsAskedFor = start("15", with(bySsh(sshd.options()), "--seconds", "15"));
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
  void saysWhatThisKernelHas() throws Exception {
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
  void saysThatItIsAsAskedForBySsh() throws Exception {
    TwlenProgram.Result result = asAskedFor.get();
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out())
        .contains("VERIFIED", "wanted 60 s", "16 IPv4 sockets")
        .containsPattern("ok +fin-wait2 ");
  }

  @Test
  void saysThatItIsSomethingElseBySsh() throws Exception {
    TwlenProgram.Result result = notAsAskedFor.get();
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).contains("TIME_WAIT is 60 s, expected 15 s");
    assertThat(temp.resolve("15/report.json")).content().contains("\"kind\": \"ssh\"");
  }

  @Test
  void aKeyThatIsRefusedIsToldAtOnce() {
    TwlenProgram.Result result = measure("stranger", bySsh(sshd.strangersOptions()));
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains("twlen: cannot log in by ssh: ", "Permission denied (publickey).");
  }

  /** The far side must notice by itself that nobody listens any more, and tidy up. */
  @Test
  void aConnectionThatIsLostLeavesNothingThere() throws Exception {
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
      assertThat(result.err())
          .contains("twlen: the connection was lost ", "what was measured is lost with it");
      for (ProcessHandle process : there) {
        process.onExit().get(1, TimeUnit.MINUTES);
      }
    }
  }
}
