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
