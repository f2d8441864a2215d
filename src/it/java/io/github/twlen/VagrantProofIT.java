// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static io.github.twlen.fixture.SharedKernels.FOLDER;
import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.fixture.VagrantHost;
import io.github.twlen.manual.Manual;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --guest vagrant} through the command line: a real kernel, installed in a real guest from
 * the box that this repository builds, booted and measured beside the guest's own.
 */
@Tag("e2e")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class VagrantProofIT {
  private static final String PROVED = "twlen-vagrant-15s";
  @TempDir private static Path temp;
  @AutoClose private static VagrantHost host;

  @BeforeAll
  static void host() throws Exception {
    // DebianKernelIT compiles the same kernel.
    SharedKernels.compilation().close();
    host = VagrantHost.start(temp.resolve("host"));
  }

  /** Killed with -9 while the guest boots: the next run removes what was left, and passes. */
  @Test
  void measuresBothKernelsAfterAKilledRun() throws Exception {
    String[] job =
        host.here(
            Manual.words(
                "src/site/markdown/verify.md",
                "twlen rebuild debian-6.1 --seconds 15 --guest vagrant --box"),
            PROVED);
    Path err = temp.resolve("killed.err");
    // The directory may contain the console of an earlier run.
    Workspace.remove(FOLDER.resolve("cache/twlen/vagrant"));
    host.twlen().killedOnce(err, Duration.ofMinutes(25), VagrantProofIT::guestPrints, job);
    assertThat(host.guests()).hasSize(1);

    TwlenProgram.Result result = host.twlen().run(job);
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
}
