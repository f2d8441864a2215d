// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads recorded logs of failed builds, each with its expected line. */
class ErrorLinesTest {
  private static final Path LOGS = Path.of("src/test/resources/io/github/twlen/build/logs");

  static Stream<String> expected() throws IOException {
    return Files.readAllLines(LOGS.resolve("expected.txt")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("expected")
  void findsTheReasonInARecordedLog(String expected) throws IOException {
    String[] parts = expected.split(" ", 2);
    ErrorLines lines = new ErrorLines();
    Files.readAllLines(LOGS.resolve(parts[0] + ".log")).forEach(lines);
    assertThat(lines.first()).hasValue(parts[1]);
  }

  @Test
  void expectsALineForEachRecordedLog() throws IOException {
    try (Stream<Path> logs = Files.list(LOGS)) {
      assertThat(
              logs.map(log -> log.getFileName().toString())
                  .filter(name -> name.endsWith(".log"))
                  .map(name -> name.replace(".log", "")))
          .containsExactlyInAnyOrderElementsOf(expected().map(e -> e.split(" ")[0]).toList());
    }
  }

  @Test
  void ignoresLinesThatOnlyReportAFailedLink() {
    ErrorLines lines = new ErrorLines();
    lines.accept("collect2: error: ld returned 1 exit status");
    assertThat(lines.first()).isEmpty();
  }
}
