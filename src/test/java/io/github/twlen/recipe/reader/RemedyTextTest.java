// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SpecMacro;
import io.github.twlen.recipe.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the bundled table of remedies with its translations. */
class RemedyTextTest {
  private static final String JAPANESE = "[\\u3040-\\u30ff]";

  @Test
  void translatesEachBundledRemedy() {
    for (Remedy one : new RecipeBook(List.of()).remedies().remedies()) {
      AppliedRemedy applied = one.applied(Version.of("12.2.0"));
      assertThat(applied.mends()).hasToString(one.mends());
      assertThat(applied.mends().in(Locale.JAPANESE)).containsPattern(JAPANESE);
    }
  }

  @Test
  void translatesEachBundledMacro() throws Exception {
    String table = Files.readString(Path.of("recipes/remedies.yaml"));
    RemedyTable bundled = new RecipeBook(List.of()).remedies();
    List<String> names =
        table
            .substring(table.indexOf("\nmacros:"))
            .lines()
            .filter(line -> line.startsWith("  - name: "))
            .map(line -> line.substring("  - name: ".length()))
            .toList();
    assertThat(names).isNotEmpty();
    for (String name : names) {
      SpecMacro macro = bundled.specs().macro(name).orElseThrow();
      assertThat(macro.applied().mends().toString()).endsWith("; " + macro.effect());
      assertThat(macro.applied().mends().in(Locale.JAPANESE)).doesNotContain(macro.effect());
    }
  }

  @Test
  void printsTheTextOfAUsersOwnTable(@TempDir Path folder) throws Exception {
    String bundled = Files.readString(Path.of("recipes/remedies.yaml"), StandardCharsets.UTF_8);
    String first = new RecipeBook(List.of()).remedies().remedies().get(0).mends();
    Files.writeString(folder.resolve("remedies.yaml"), bundled.replace(first, "my own reason"));
    Remedy own = new RecipeBook(List.of(folder)).remedies().remedies().get(0);
    assertThat(own.applied(Version.of("12")).mends().in(Locale.JAPANESE))
        .isEqualTo("my own reason");
  }
}
