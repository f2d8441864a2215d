// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.kernel;

import static io.github.twlen.fixture.SharedKernels.assertLifetime;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rebuilds the kernel of the next Debian and measures it in a guest. */
@Tag("e2e")
class NextDebianIT {
  /** A small kernel with a short length saves time. */
  @Test
  void verifiesKernelOfNextDebian() {
    TwlenProgram.Result result =
        SharedKernels.twlen()
            .run(
                "rebuild",
                "debian-6.12",
                "--seconds",
                "3",
                "--install",
                "--fragment",
                SharedKernels.initramfsOnly());
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode report = SharedKernels.report("twlen-debian-6.12-3s");
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    JsonNode patched = report.at("/measurements/patched");
    assertThat(patched.at("/release").asText()).startsWith("6.12.").endsWith("-tw3");
    assertLifetime(patched, 3.0, 3.5);
    for (JsonNode check : report.at("/checks")) {
      // Without --baseline the stock kernel is not measured.
      boolean stock = check.at("/name").asText().equals("stock");
      assertThat(check.at("/status").asText())
          .as(check.toString())
          .isEqualTo(stock ? "not-made" : "pass");
    }
    assertThat(report.at("/checks")).hasSize(11);
  }
}
