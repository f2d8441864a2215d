// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SampleArchitectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitecturesTest {
  private static final Path FILE = Path.of("recipes/architectures/arm64.yaml");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"x86_64, x86_64", "amd64, x86_64", "arm64, arm64", "aarch64, arm64"})
  void findsEachName(String name, String found) {
    assertThat(SampleArchitectures.ALL.named(name).name()).isEqualTo(found);
  }

  @Test
  void suggestsAKnownName() {
    assertThatThrownBy(() -> SampleArchitectures.ALL.named("x86-64"))
        .isInstanceOfSatisfying(
            RecipeFailure.class,
            failure -> assertThat(failure.remedy()).isEqualTo("pass 'x86_64'"));
  }

  @Test
  void listsAllBundledFiles() throws IOException {
    try (Stream<Path> files = Files.list(FILE.getParent())) {
      assertThat(SampleArchitectures.ALL.all().stream().map(one -> one.name() + ".yaml"))
          .containsExactlyElementsOf(
              files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** One more architecture is one file. */
  @Test
  void readsAFileOfTheUser() throws IOException {
    String text = Files.readString(FILE);
    Path own = Files.createDirectories(folder.resolve("architectures")).resolve("other.yaml");
    Files.writeString(own, text.replaceFirst("name: arm64", "name: other").replace("aarch64", "o"));
    Architectures all = new RecipeBook(List.of(folder)).architectures();
    assertThat(all.all().stream().map(Architecture::name))
        .containsExactly("arm64", "other", "x86_64");
    assertThat(all.named("other").toolPrefix()).isEqualTo("o-linux-gnu-");
    assertThat(all.named("other").image()).isEqualTo(SampleArchitectures.ARM64.image());
  }

  @Test
  void takesARecipeOfTheSameNameForARecipe() throws IOException {
    Files.writeString(folder.resolve("arm64.yaml"), "name: arm64\nsummary: a recipe\n");
    assertThat(new RecipeBook(List.of(folder)).architectures().all())
        .isEqualTo(SampleArchitectures.ALL.all());
  }

  @Test
  void reportsThePlaceOfAnError() throws IOException {
    String text = Files.readString(FILE).replace("elf: 183", "elf: arm");
    assertThatThrownBy(() -> new ArchitectureReader("a.yaml").read(text))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageContaining("a.yaml:")
        .hasMessageContaining("'arm' is not a number");
  }

  @Test
  void omitsRemediesOfOtherArchitectures() {
    RemedyTable table = new RecipeBook(List.of()).remedies();
    assertThat(table.of(SampleArchitectures.X86_64)).isEqualTo(table);
    assertThat(table.of(SampleArchitectures.ARM64).remedies().stream().map(Remedy::name))
        .contains("no-pie", "common")
        .doesNotContain("decompressor-sse", "page-size-2m");
  }

  /** The names are data, so another architecture needs no code. */
  @Test
  void keepsNamesOutOfTheProgram() throws IOException {
    Pattern names =
        Pattern.compile("x86_64|amd64|aarch64|arm64|bzImage|ttyS0|ttyAMA0|qemu-system-\\w");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        assertThat(
                Files.readString(file)
                    .lines()
                    .filter(names.asPredicate())
                    .filter(ArchitecturesTest::isCode))
            .as(file.toString())
            .isEmpty();
      }
    }
  }

  private static boolean isCode(String line) {
    return !line.strip().startsWith("*") && !line.strip().startsWith("/*");
  }
}
