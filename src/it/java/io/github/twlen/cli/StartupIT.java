// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts the classes that short commands load. Unlike a time, the number does not depend on the
 * machine.
 */
class StartupIT {
  /**
   * The most classes from the jar. An answer that the build has prepared takes 9 to 14; picocli's
   * model takes 270 to 410.
   */
  private static final int OWN = 20;

  /**
   * The most classes that the JVM parses and verifies, with those of the jar, since the class data
   * of the JDK does not have them: 20 to 26 with Java 17, 36 to 43 with Java 25. The parser takes
   * 500.
   */
  private static final int PARSED = 60;

  private static final Pattern SOURCE = Pattern.compile("\\S+ source: .*");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--version, 0",
    "--help, 0",
    "rebuild --help, 0",
    "recipes list, 0",
    "rebiuld, 2",
    "rebuild linux --sekonds 15, 2",
    "recipes, 2",
  })
  void loadsFewClasses(String line, int exit) throws IOException {
    Path log = folder.resolve("classes");
    TwlenProgram.Result result =
        new TwlenProgram(folder, folder.resolve("cache"))
            .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + log + ":none")
            .run(line.split(" "));
    assertThat(result.exit()).as(result.all()).isEqualTo(exit);
    List<String> loaded =
        Files.readAllLines(log).stream().filter(each -> SOURCE.matcher(each).matches()).toList();
    assertThat(loaded).hasSizeGreaterThan(300);
    assertThat(loaded).filteredOn(each -> each.contains("source: file:")).hasSizeBetween(1, OWN);
    assertThat(loaded)
        .filteredOn(each -> !each.contains("source: shared objects file"))
        .hasSizeLessThan(PARSED);
    assertThat(folder.resolve("cache")).doesNotExist();
  }
}
