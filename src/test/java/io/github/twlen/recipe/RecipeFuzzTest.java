// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.FileName;
import io.github.twlen.recipe.reader.RecipeReaderTest;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Hostile recipes: each is rejected with a place, or all names in it are valid. The same seed gives
 * the same recipes.
 */
class RecipeFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final long SEED = 20_261_129;
  private static final String SECRET = "s3cr";

  private static final String RECIPE =
      """
      name: made
      summary: made for a test
      kernel: 6.1.7
      source:
        tarball: @0@
        signature: @1@
        mirrors: [@2@]
        signed-by:
          - fingerprint: 647F28654894E3BD457199BE38DBBDC86092693E
            keys: [@3@]
      build:
        config: @4@
        fragments: [@5@]
        targets: [@6@]
      """;

  private static final List<String> RIGHT =
      List.of(
          "linux-{kernel}.tar.xz",
          "linux-{kernel}.tar.sign",
          "https://mirror.example/",
          "keys/one.asc",
          "defconfig",
          "minimal.config",
          "bzImage");

  /** Attacks on a path, an option, a terminal, an address or a program. */
  private static final List<String> WRONG =
      List.of(
          "..",
          "../../x",
          "/etc/passwd",
          "a/../../b",
          "..%2fx",
          "a\\\\..\\\\b",
          "%2e%2e%2f",
          "a\\0b",
          "a\\e[31mb",
          "a\\u202eb",
          "a\\nb",
          "-v",
          "--output=/x",
          "~/x",
          "$(id)",
          "`id`",
          "{kernel}",
          "{nosuch}",
          "",
          " ",
          "http://u:" + SECRET + "@h/../../x",
          "http://u:" + SECRET + "/t@h:1/",
          "https://h:99999/",
          "http://h:" + SECRET + "@",
          "file:///etc/passwd",
          "x".repeat(300),
          "é".repeat(120));

  private static String made(Random random) {
    StringBuilder recipe = new StringBuilder(RECIPE);
    for (int i = 0; i < RIGHT.size(); i++) {
      boolean right = random.nextInt(3) > 0;
      String value = right ? RIGHT.get(i) : WRONG.get(random.nextInt(WRONG.size()));
      int at = recipe.indexOf("@" + i + "@");
      recipe.replace(at, at + 3, '"' + value + '"');
    }
    for (int i = random.nextInt(8); i >= 6; i--) {
      int at = random.nextInt(recipe.length());
      recipe.setCharAt(at, "[]{}:\"-#&*!|>\t\u0007\u009b".charAt(random.nextInt(16)));
    }
    return recipe.toString();
  }

  private static Stream<FileName> names(Recipe recipe) {
    Stream<FileName> fragments =
        recipe.build() instanceof BuildSpec.Make make ? make.fragments().stream() : Stream.of();
    return recipe.source() instanceof SourceSpec.Remote remote
        ? Stream.concat(fragments, Stream.of(remote.file()))
        : fragments;
  }

  @Test
  void acceptsOnlyValidNames() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = made(random);
      try {
        Recipe recipe = RecipeReaderTest.read(text);
        read++;
        assertThat(names(recipe)).allMatch(name -> FileName.fault(name.text(), 180).isEmpty());
        assertThat(recipe.source().toString()).as(text).doesNotContain(SECRET);
      } catch (RecipeFailure e) {
        assertThat(e.getMessage())
            .as(text)
            .matches("r\\.yaml:\\d+:\\d+: .*")
            .doesNotContain(SECRET)
            .hasSizeLessThan(600);
        assertThat(String.valueOf(e.getMessage()).chars())
            .as(text)
            .noneMatch(Character::isISOControl);
      }
    }
    assertThat(read).as("accepted").isBetween(ROUNDS / 100, ROUNDS / 2);
  }
}
