// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {
  @TempDir Path temp;

  @Test
  void namesTheVariableOfAnUnwritableCache() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new ByteArrayOutputStream(),
            err,
            Map.of("HOME", temp.toString(), "XDG_CACHE_HOME", file.resolve("cache").toString()),
            "fetch",
            "linux",
            "--offline");
    assertThat(exit).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("cannot write " + file, "fix: set XDG_CACHE_HOME to a writable directory")
        .doesNotContain("--output");
  }

  /** The nesting overflows the stack of the YAML reader. */
  @Test
  void reportsAJavaErrorInTwoLines() throws IOException {
    Path deep = Files.writeString(temp.resolve("deep.yaml"), "[".repeat(60_000));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new ByteArrayOutputStream(),
            err,
            Map.of("HOME", temp.toString()),
            "recipes",
            "check",
            deep.toString());
    assertThat(exit).isPositive();
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("twlen: ").hasLineCount(2);
  }
}
