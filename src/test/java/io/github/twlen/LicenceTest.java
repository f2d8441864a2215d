// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that each file states its licence, and that the program carries the texts. */
class LicenceTest {
  private static final String SPDX = "SPDX-License-Identifier: Apache-2.0";
  private static final String KERNEL_LINE = "how long to wait to destroy TIME-WAIT";
  private static final Pattern LISTED = Pattern.compile("\"(fake[^\"]+|resources/[^\"]+)\"");

  private static final Pattern SOURCE = Pattern.compile(".*\\.(java|sh|bash|zsh|py|pl|yaml|yml)");

  private static List<Path> files(String top) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(top))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static boolean isSource(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return SOURCE.matcher(name).matches() || (!name.contains(".") && text(file).startsWith("#!"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".ci", "recipes", "vagrant", "src/main", "src/test", "src/it", "src/jmh"})
  void requiresSpdxLinesInSourceFiles(String top) throws IOException {
    int found = 0;
    for (Path file : files(top)) {
      // src/test/REUSE.toml lists what quotes the kernel.
      if (isSource(file) && !file.endsWith("fakeold/kernel/timeconst.pl")) {
        List<String> lines = Files.readAllLines(file);
        String line = lines.get(lines.get(0).startsWith("#!") ? 1 : 0);
        assertThat(line).as(file.toString()).isIn("// " + SPDX, "# " + SPDX);
        found++;
      }
    }
    assertThat(found).as("files in " + top).isPositive();
  }

  /** An SPDX line in a template would be part of each rendered patch. */
  @Test
  void rejectsSpdxLinesInTemplates() throws IOException {
    assertThat(files("patches").stream().filter(f -> f.toString().endsWith(".patch.in")))
        .hasSizeGreaterThan(5)
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("SPDX"));
    assertThat(Files.readString(Path.of("patches/REUSE.toml"))).contains("\"*.patch.in\"");
  }

  @Test
  void listsTheTestFilesThatQuoteTheKernel() throws IOException {
    List<Path> files = files("src/test");
    List<PathMatcher> listed =
        LISTED
            .matcher(Files.readString(Path.of("src/test/REUSE.toml")))
            .results()
            .map(path -> "glob:src/test/" + path.group(1))
            .map(FileSystems.getDefault()::getPathMatcher)
            .toList();
    assertThat(listed)
        .isNotEmpty()
        .allSatisfy(glob -> assertThat(files).anyMatch(file -> glob.matches(file)));
    List<Path> quoting = new ArrayList<>();
    for (Path file : files) {
      if (!file.toString().endsWith(".java") && text(file).contains(KERNEL_LINE)) {
        quoting.add(file);
      }
    }
    assertThat(quoting)
        .hasSizeGreaterThan(5)
        .allMatch(file -> listed.stream().anyMatch(glob -> glob.matches(file)));
  }

  @Test
  void bundlesTheGpl() throws IOException {
    Path text = Path.of("patches/LICENSES/GPL-2.0-only.txt");
    try (InputStream packed = LicenceTest.class.getResourceAsStream("/" + text)) {
      assertThat(packed).isNotNull().hasBinaryContent(Files.readAllBytes(text));
    }
  }
}
