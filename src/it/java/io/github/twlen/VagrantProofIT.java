// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static io.github.twlen.fixture.SharedKernels.FOLDER;
import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.SourcePackages;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.fixture.VagrantHost;
import io.github.twlen.manual.Manual;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --guest vagrant} through the command line: real kernels, installed in real guests from the
 * box that this repository builds, booted and measured.
 */
@Tag("e2e")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
public class VagrantProofIT {
  private static final String EL9 = "-70.1.1.tw15.el9";
  private static final String PROVED = "twlen-vagrant-15s";
  @TempDir private static Path temp;
  private static VagrantHost host;

  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static Kernels kernels;

  /** Kernels for the guests after the first. */
  private record Kernels(Path rpm, Path panics) {}

  @BeforeAll
  static void host() throws Exception {
    // Another test may use libvirt meanwhile.
    try (ExclusiveLock compilation = SharedKernels.compilation()) {
      kernels = new Kernels(rpmOfEl9(), SharedKernels.panicking());
    }
    host = VagrantHost.start(temp.resolve("host"));
  }

  @AfterAll
  static void nothingIsLeft() throws Exception {
    if (host != null) {
      host.close();
    }
  }

  private static TwlenProgram twlen() {
    return SharedKernels.sharing().behind(host.inside().toArray(String[]::new));
  }

  /** The pages' command with this host's box, and what this host needs. */
  private static String[] here(List<String> page, String output) {
    List<String> all = new ArrayList<>(page);
    all.replaceAll(word -> word.equals("twlen.box") ? host.box().toString() : word);
    all.addAll(List.of("--provider", "libvirt", "--emulate", "-o", output));
    return all.toArray(String[]::new);
  }

  /** Killed with -9 while the guest boots: the next run removes what was left, and passes. */
  @Test
  @Order(1)
  void measuresBothKernelsAfterAKilledRun() throws Exception {
    String[] job =
        here(
            Manual.words(
                "src/site/markdown/verify.md",
                "twlen rebuild debian-6.1 --seconds 15 --guest vagrant --box"),
            PROVED);
    Path err = temp.resolve("killed.err");
    // The directory may contain the console of an earlier run.
    Workspace.remove(FOLDER.resolve("cache/twlen/vagrant"));
    Process killed = twlen().start(err, job);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(25);
    while (!guestPrints()) {
      assertThat(killed.isAlive()).as(Files.readString(err)).isTrue();
      assertThat(System.nanoTime()).as(Files.readString(err)).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(500);
    }
    new ProcessBuilder("kill", "-KILL", Long.toString(killed.pid())).start().waitFor();
    assertThat(killed.waitFor()).isEqualTo(128 + 9);
    assertThat(host.guests()).hasSize(1);

    TwlenProgram.Result result = twlen().run(job);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.err()).contains("removing the guest of an earlier run");
    assertThat(host.guests()).isEmpty();

    JsonNode report = report(PROVED);
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    for (JsonNode check : report.at("/checks")) {
      assertThat(check.at("/status").asText()).as(check.toString()).isEqualTo("pass");
    }
    assertThat(report.at("/checks")).hasSize(12);
    JsonNode patched = report.at("/measurements/patched");
    JsonNode stock = report.at("/measurements/stock");
    assertThat(patched.at("/release").asText()).endsWith("-tw15");
    assertThat(stock.at("/release").asText()).endsWith("-cloud-amd64");
    assertThat(patched.at("/lifetime/medianSeconds").asDouble()).isBetween(15.0, 15.5);
    assertThat(stock.at("/lifetime/medianSeconds").asDouble()).isBetween(60.0, 62.5);
    assertPopulation(patched, 15.13);
    assertPopulation(stock, 61.0);
    assertThat(report.at("/guest/installedBy").asText()).isEqualTo("tar");
    assertThat(FOLDER.resolve(PROVED).resolve("report.html"))
        .content()
        .contains("(patched)")
        .contains("(stock)");
    assertThat(FOLDER.resolve(PROVED).resolve("dmesg.log")).content().contains("Linux version 6.1");
  }

  /** Within a tenth of rate and lifetime, as Little's law has it. */
  private static void assertPopulation(JsonNode measurement, double lifetime) {
    double expected = measurement.at("/load/madePerSecond").asDouble() * lifetime;
    assertThat(measurement.at("/load/madePerSecond").asDouble()).isBetween(18.0, 20.5);
    assertThat(measurement.at("/load/plateauSockets").asDouble())
        .isBetween(0.9 * expected, 1.1 * expected);
  }

  private static boolean guestPrints() throws IOException {
    Path machines = FOLDER.resolve("cache/twlen/vagrant");
    if (!Files.isDirectory(machines)) {
      return false;
    }
    try (var all = Files.list(machines)) {
      return all.map(machine -> machine.resolve("console.log"))
          .anyMatch(console -> console.toFile().length() > 0);
    }
  }

  /** Two guests at the same time: an emulated one boots on one processor, and then sleeps. */
  @Test
  @Order(2)
  void rejectsRpmOfOtherLengthAndPanickingKernel() throws Exception {
    CompletableFuture<TwlenProgram.Result> wrong =
        CompletableFuture.supplyAsync(() -> verify(kernels.rpm(), "30", "twlen-wrong"));
    CompletableFuture<TwlenProgram.Result> panicked =
        CompletableFuture.supplyAsync(() -> verify(kernels.panics(), "15", "twlen-panicked"));
    assertThatTheRpmIsInstalledAndFoundOut(wrong.get());
    assertThatThePanicIsTold(panicked.get());
    assertThat(host.guests()).isEmpty();
  }

  private static TwlenProgram.Result verify(Path kernel, String seconds, String output) {
    List<String> words = Manual.words("vagrant/box/README.md", "twlen verify");
    words.set(1, kernel.toString());
    words.set(words.indexOf("--seconds") + 1, seconds);
    words.add("--no-stock");
    return twlen().run(here(words, output));
  }

  private static void assertThatTheRpmIsInstalledAndFoundOut(TwlenProgram.Result result)
      throws IOException {
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).contains("TIME_WAIT is 15 s, expected 30 s");
    JsonNode report = report("twlen-wrong");
    assertThat(report.at("/outcome").asText()).isEqualTo("failed");
    assertThat(report.at("/guest/installedBy").asText()).startsWith("rpm -ivh --oldpackage");
    assertThat(report.at("/measurements/patched/release").asText()).endsWith(EL9 + ".x86_64");
    assertThat(report.at("/measurements/patched/lifetime/medianSeconds").asDouble())
        .isBetween(15.0, 15.5);
  }

  private static void assertThatThePanicIsTold(TwlenProgram.Result result) {
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains(
            "panicked during boot: Kernel panic - not syncing: No working init found",
            "the guest rebooted into",
            "  | ");
    assertThat(FOLDER.resolve("twlen-panicked/console.log")).content().contains("Kernel panic");
  }

  private static Path rpmOfEl9() throws IOException {
    TwlenProgram.Result fetched = SharedKernels.sharing().run("fetch", "debian-6.1", "--json");
    assertThat(fetched.exit()).as(fetched.all()).isZero();
    JsonNode answer = new ObjectMapper().readTree(fetched.out());
    Path vendor = FOLDER.resolve("vendor-el9");
    Workspace.remove(vendor);
    Path tarball = Path.of(answer.at("/source").asText());
    String version = answer.at("/kernel").asText();
    Path source = SourcePackages.real(Files.createDirectory(vendor), "el9", tarball, version, "");
    SharedKernels.built("twlen-vagrant-el9", source.toString());
    Workspace.remove(vendor);
    return FOLDER.resolve("twlen-vagrant-el9/kernel-" + version + EL9 + ".x86_64.rpm");
  }
}
