package io.github.twlen.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeReaderTest {
  private static final String HEAD = "name: k\nsummary: a kernel\n";
  private static final String APT = "source: { apt: linux-source-6.1 }\n";

  @Test
  void readsEverythingThatARecipeCanSay() {
    Recipe recipe =
        read(
            """
            # a comment
            name: mine
            summary: my kernel
            source:
              tarball: src/linux.tar.xz
              sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            build:
              config: defconfig
              fragments: [one.config, two.config]
              targets: [bzImage, tar-pkg]
            tried: built
            """);
    assertThat(recipe.name()).isEqualTo("mine");
    assertThat(recipe.source())
        .isEqualTo(
            new SourceSpec.Tarball(
                Path.of("/recipes/src/linux.tar.xz"), Optional.of("a".repeat(64))));
    assertThat(recipe.build())
        .isEqualTo(
            new BuildSpec(
                "defconfig", List.of("one.config", "two.config"), List.of("bzImage", "tar-pkg")));
    assertThat(recipe.tried()).isEqualTo(Recipe.Tried.BUILT);
  }

  @Test
  void whatIsNotSaidIsTheUsual() {
    Recipe recipe = read(HEAD + "source: { tree: ../linux }\n");
    assertThat(recipe.source()).isEqualTo(new SourceSpec.Tree(Path.of("/recipes/../linux")));
    assertThat(recipe.build()).isEqualTo(BuildSpec.USUAL);
    assertThat(recipe.tried()).isEqualTo(Recipe.Tried.NONE);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("", "r.yaml:1:1: the file is empty", "write a recipe"),
        Arguments.of("just words\n", "r.yaml:1:1: a recipe is a mapping", "key: value"),
        Arguments.of(HEAD, "r.yaml:1:1: 'source' is missing", "add source"),
        Arguments.of(
            HEAD + "sorce: x\n", "r.yaml:3:1: 'sorce' is not a key", "did you mean 'source'"),
        Arguments.of(HEAD + APT + "  extra: 1\n", "r.yaml:4:", "mend the YAML"),
        Arguments.of("name: k\nname: l\n", "r.yaml:2:1: 'name' stands here twice", "take one"),
        Arguments.of(
            "name: ../k\nsummary: s\n" + APT, "r.yaml:1:7: '../k' is not a name", "letters"),
        Arguments.of(
            HEAD + "source: { apt: x y }\n", "r.yaml:3:16: 'x y' is not the name", "package"),
        Arguments.of(
            HEAD + "source: { apt: a1, tree: b }\n", "r.yaml:3:9: a source is one of", "leave one"),
        Arguments.of(
            HEAD + "source: { apt: a1, sha256: b }\n", "r.yaml:3:9: sha256 belongs", "take it out"),
        Arguments.of(
            HEAD + "source: { tarball: a, sha256: b }\n", "r.yaml:3:31: 'b' is not 64", "64 hex"),
        Arguments.of(
            HEAD + "source: { tarball: [a] }\n", "r.yaml:3:20: 'tarball' is a word", "same line"),
        Arguments.of(HEAD + APT + "tried: surely\n", "r.yaml:4:8: 'surely' does not say", "booted"),
        Arguments.of(
            HEAD + APT + "build: { targets: [bzimage] }\n",
            "r.yaml:4:19: 'bzimage' is not a target",
            "did you mean 'bzImage'"),
        Arguments.of(
            HEAD + APT + "build: { targets: bzImage }\n", "r.yaml:4:19: 'targets' is a list", "["),
        Arguments.of("a: &a [x]\nb: [*a, *a", "r.yaml:2:", "mend the YAML"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void everyErrorNamesItsPlaceAndItsRemedy(String text, String what, String remedy) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            RecipeFailure.class,
            failure -> {
              assertThat(failure.what()).startsWith(what);
              assertThat(failure.remedy()).contains(remedy);
            });
  }

  private static Recipe read(String text) {
    return new RecipeReader("r.yaml", Path.of("/recipes")).read(text);
  }
}
