// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static io.github.twlen.fixture.SharedKernels.FOLDER;
import static io.github.twlen.fixture.SharedKernels.assertLifetime;
import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Rebuilds Debian's kernel with the real compiler and measures it in a real guest, in the order in
 * which a user would run these commands. While a guest waits for its sockets, the next kernel is
 * compiled.
 */
@Tag("e2e")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class DebianKernelIT {
  private static final String NO_NETWORK = "# CONFIG_INET is not set\n# CONFIG_IPV6 is not set\n";
  private static final List<String> UNPATCHED =
      Manual.words("README.md", "twlen verify twlen-debian-6.1-15s/stock/bzImage");
  private static final List<String> WITHOUT_SYSCTL =
      Manual.words("src/site/markdown/verify.md", "twlen verify bzImage --sysctl");
  private static final List<String> LENGTH_40 =
      Manual.words("src/site/markdown/build.md", "twlen rebuild debian-6.1 --seconds 40");

  private static final TwlenProgram TWLEN = SharedKernels.twlen();

  @SuppressWarnings("NullAway.Init") // Set by the first test.
  private static CompletableFuture<TwlenProgram.Result> unpatched;

  @SuppressWarnings("NullAway.Init") // Set by the first test.
  private static CompletableFuture<TwlenProgram.Result> withoutSysctl;

  @SuppressWarnings("NullAway.Init") // Set by the first test.
  private static CompletableFuture<TwlenProgram.Result> length40;

  static {
    WITHOUT_SYSCTL.set(1, UNPATCHED.get(1));
  }

  @Test
  @Order(1)
  void rebuildsAndVerifiesDebianKernel() throws Exception {
    List<String> words =
        Manual.words("README.md", "twlen rebuild debian-6.1 --seconds 15 --baseline");
    assertThat(
            Manual.words(
                "src/site/markdown/verify.md", "twlen rebuild debian-6.1 --seconds 15 --baseline"))
        .isEqualTo(words);
    words.add("--install");
    for (String kind : List.of("bindeb-pkg", "binrpm-pkg", "tar-pkg")) {
      words.addAll(List.of("--target", kind));
    }
    CompletableFuture<TwlenProgram.Result> run;
    try (ExclusiveLock compilation = SharedKernels.compilation()) {
      run = SharedKernels.compiling(TWLEN, "twlen-debian-6.1-15s", words);
      unpatched = SharedKernels.started(TWLEN, UNPATCHED);
      withoutSysctl = SharedKernels.started(TWLEN, WITHOUT_SYSCTL);
      length40 = SharedKernels.compiling(TWLEN, "twlen-debian-6.1-40s", LENGTH_40);
    }
    TwlenProgram.Result result = run.join();
    assertThat(result.exit()).as(result.all()).isZero();

    JsonNode report = report("twlen-debian-6.1-15s");
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/measurements/patched/release").asText()).endsWith("-tw15");
    assertLifetime(report.at("/measurements/patched"), 15.0, 15.5);
    assertLifetime(report.at("/measurements/stock"), 60.0, 62.5);
    for (JsonNode check : report.at("/checks")) {
      assertThat(check.at("/status").asText()).as(check.toString()).isEqualTo("pass");
    }
    assertThat(report.at("/checks")).hasSize(11);
    assertThat(report.at("/source/proof").toString()).contains("apt");
    assertThat(FOLDER.resolve("twlen-debian-6.1-15s/report.html"))
        .content()
        .contains("<svg")
        .doesNotContain("<script");
    try (var files = Files.list(FOLDER.resolve("twlen-debian-6.1-15s"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .anyMatch(n -> n.matches("linux-image-.*-tw15_.*\\.deb"))
          .anyMatch(n -> n.matches("kernel-.*tw15.*\\.rpm"))
          .anyMatch(n -> n.matches("linux-.*-tw15-x86_64.*\\.tar.*"));
    }
  }

  /** Verifies the unpatched kernel of the first test. */
  @Test
  @Order(2)
  void rejectsUnpatchedKernel() {
    assertThat(
            Manual.words(
                "src/site/markdown/exit-codes.md",
                "twlen verify twlen-debian-6.1-15s/stock/bzImage"))
        .isEqualTo(UNPATCHED);
    TwlenProgram.Result result = unpatched.join();
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains("programmed timer: TIME_WAIT is 60 s, expected 15 s")
        .contains("read all checks in ");
    TwlenProgram.Result noSysctl = withoutSysctl.join();
    assertThat(noSysctl.exit()).as(noSysctl.all()).isEqualTo(13);
    assertThat(noSysctl.err()).contains("the kernel has no net.ipv4.tcp_tw_timeout");
  }

  @Test
  @Order(3)
  void recompilesFewFilesForAnotherLength() {
    TwlenProgram.Result result = length40.join();
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode report = report("twlen-debian-6.1-40s");
    assertThat(report.at("/build/filesCompiled").asInt()).isBetween(10, 79);
    JsonNode patched = report.at("/measurements/patched");
    assertThat(patched.at("/finTimeoutSeconds").asInt()).isEqualTo(60);
    assertLifetime(patched, 40.0, 42.2);
    // 60 - 40 s as a full socket, then the same as a timewait minisocket.
    assertThat(patched.at("/finWait2/lifetime/medianSeconds").asDouble()).isBetween(39.5, 44.5);
  }

  @Test
  @Order(4)
  void refusesToCompileAKernelWithoutNetwork() throws IOException {
    Path fragment = Files.writeString(FOLDER.resolve("no-inet.config"), NO_NETWORK);
    List<String> words = new ArrayList<>(List.of("rebuild", "debian-6.1", "--seconds", "15"));
    words.addAll(List.of("--fragment", fragment.toString(), "--output", "spoilt"));
    TwlenProgram.Result refused = TWLEN.run(words.toArray(String[]::new));
    assertThat(refused.exit()).as(refused.all()).isEqualTo(12);
    assertThat(refused.err())
        .contains("cannot boot this kernel directly in QEMU", "CONFIG_INET=y", "proof.config");
    assertThat(FOLDER.resolve("spoilt/bzImage")).doesNotExist();
  }
}
