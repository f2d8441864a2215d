// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.kernel;

import static io.github.twlen.fixture.SharedKernels.FOLDER;
import static io.github.twlen.fixture.SharedKernels.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Rebuilds Debian's kernel for another architecture with a cross compiler, and measures it under
 * emulation.
 */
@Tag("e2e")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignKernelIT {
  private static final Path OUTPUT = FOLDER.resolve("twlen-debian-6.1-15s-arm64");
  private static final TwlenProgram TWLEN = SharedKernels.twlen();

  @Test
  @Order(1)
  void rebuildsAndVerifiesForArm64() {
    var words =
        Manual.words(
            "src/site/markdown/architectures.md",
            "twlen rebuild debian-6.1 --seconds 15 --arch arm64");
    words.addAll(List.of("--target", "tar-pkg", "--output", OUTPUT.toString()));
    words.addAll(List.of("--fragment", SharedKernels.initramfsOnly()));
    TwlenProgram.Result result = TWLEN.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isZero();

    JsonNode report = report(OUTPUT.toString());
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/build/architecture").asText()).isEqualTo("arm64");
    assertThat(report.at("/build/targets/0").asText()).isEqualTo("Image");
    assertThat(report.at("/guest/architecture").asText()).isEqualTo("arm64");
    assertThat(report.at("/guest/acceleration").asText()).isEqualTo("tcg");
    assertThat(report.at("/tools/gcc").asText()).startsWith("aarch64-linux-gnu-gcc");
    assertThat(report.at("/checks").findValuesAsText("status")).doesNotContain("fail");
    assertThat(OUTPUT.resolve("Image")).exists();
  }

  /** The tar has a compressed image, whose bytes name the architecture. */
  @Test
  @Order(2)
  void verifiesItsPackageWithoutArch() throws IOException {
    Path tar;
    try (var files = Files.newDirectoryStream(OUTPUT, "linux-*-arm64.tar*")) {
      tar = files.iterator().next();
    }
    Path verified = FOLDER.resolve("verified-arm64");
    TwlenProgram.Result result =
        TWLEN.run("verify", tar.toString(), "--seconds", "15", "-o", verified.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(report(verified.toString()).at("/guest/architecture").asText()).isEqualTo("arm64");
  }

  @Test
  @Order(3)
  void refusesAnotherArchitectureThanTheImages() {
    TwlenProgram.Result result =
        TWLEN.run("verify", OUTPUT + "/Image", "--seconds", "15", "--arch", "x86_64");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("cannot use --arch x86_64: ", "/Image is for arm64", "fix: remove --arch");
  }
}
