// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static io.github.twlen.fixture.SharedKernels.assertLifetime;
import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rebuilds Debian's kernel with the length as a sysctl, in the work tree of {@link DebianKernelIT}:
 * its stock kernel is the same.
 */
@Tag("e2e")
class SysctlKernelIT {
  /** One kernel with each length, beside the stock kernel of the same source. */
  @Test
  void measuresEachLengthOfTheSysctl() throws Exception {
    List<String> words =
        Manual.words("src/site/markdown/sysctl.md", "twlen rebuild debian-6.1 --sysctl --baseline");
    String output = "twlen-debian-6.1-sysctl";
    CompletableFuture<TwlenProgram.Result> run;
    try (ExclusiveLock compilation = SharedKernels.compilation()) {
      run = SharedKernels.compiling(SharedKernels.twlen(), output, words);
    }
    TwlenProgram.Result result = run.join();
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode report = report(output);
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/measurements/patched/release").asText()).endsWith("-twctl");
    assertLifetime(report.at("/measurements/patched"), 60.0, 62.5);
    assertLifetime(report.at("/measurements/stock"), 60.0, 62.5);
    for (JsonNode check : report.at("/checks")) {
      // The minimal configuration makes no symbol versions.
      boolean symbols = check.at("/name").asText().equals("symbols");
      assertThat(check.at("/status").asText())
          .as(check.toString())
          .isEqualTo(symbols ? "not-made" : "pass");
    }
  }
}
