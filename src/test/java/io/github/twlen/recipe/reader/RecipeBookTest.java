// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeBookTest {
  @TempDir Path folder;

  @Test
  void listsAllBundledRecipes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("recipes"))) {
      assertThat(
              files
                  .map(f -> f.getFileName().toString())
                  .filter(n -> n.endsWith(".yaml") && !n.equals("remedies.yaml"))
                  .map(n -> n.replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(RecipeBook.PACKED);
    }
    RecipeBook book = new RecipeBook(List.of());
    for (String name : book.names()) {
      Recipe recipe = book.find(name);
      assertThat(recipe.name()).isEqualTo(name);
      if (recipe.build() instanceof BuildSpec.Make make) {
        for (FileName fragment : make.fragments()) {
          assertThat(book.text("recipes/configs/" + fragment)).contains("CONFIG_");
        }
      } else if (recipe.build() instanceof BuildSpec.Rpm rpm) {
        rpm.environment()
            .ifPresent(tools -> assertThat(book.environment(tools)).contains("rpm-build"));
      }
    }
  }

  @Test
  void listsAllBundledEnvironments() throws IOException {
    RecipeBook book = new RecipeBook(List.of());
    try (Stream<Path> files = Files.list(Path.of("recipes/environments"))) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".containerfile", "")))
          .containsExactlyInAnyOrderElementsOf(RecipeBook.ENVIRONMENTS);
    }
    for (String name : RecipeBook.ENVIRONMENTS) {
      assertThat(book.environment(name)).contains("\nFROM ").contains("\nRUN ");
    }
    assertThatThrownBy(() -> book.environment("el5"))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageContaining("cannot find the build environment 'el5'");
    Files.writeString(folder.resolve("el5.containerfile"), "FROM mine\n");
    assertThat(new RecipeBook(List.of(folder)).environment("el5")).isEqualTo("FROM mine\n");
  }

  @Test
  void prefersFilesOfTheUser() throws IOException {
    Files.writeString(
        folder.resolve("distro.yaml"), "name: distro\nsummary: mine\nsource: { tree: linux }\n");
    Files.createDirectories(folder.resolve("recipes/configs"));
    Files.writeString(folder.resolve("recipes/configs/minimal.config"), "CONFIG_MINE=y\n");
    RecipeBook book = new RecipeBook(List.of(folder.resolve("not there"), folder));
    assertThat(book.find("distro").summary()).isEqualTo("mine");
    assertThat(book.text("recipes/configs/minimal.config")).isEqualTo("CONFIG_MINE=y\n");
    assertThat(book.names()).contains("distro", "debian-6.1");
  }

  /** The layout of the repository, of its recipes directory, or none. */
  @Test
  void findsConfigsInEachLayout() throws IOException {
    RecipeBook book = new RecipeBook(List.of(folder));
    for (String place : List.of("a.config", "configs/a.config", "recipes/configs/a.config")) {
      Path file = folder.resolve(place);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, place);
      assertThat(book.text("recipes/configs/a.config")).isEqualTo(place);
    }
    Files.createDirectories(folder.resolve("environments"));
    Files.writeString(folder.resolve("environments/el7.containerfile"), "FROM mine\n");
    assertThat(book.environment("el7")).isEqualTo("FROM mine\n");
  }

  @Test
  void acceptsTreesAndTarballsWithoutARecipe() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("linux 6.1 ü"));
    Path tarball = Files.writeString(folder.resolve("linux-6.12.tar.xz"), "");
    RecipeBook book = new RecipeBook(List.of());
    assertThat(book.find(tree.toString()).name()).isEqualTo("linux-6.1-");
    assertThat(book.find(tree.toString()).source()).isEqualTo(new SourceSpec.Tree(tree));
    assertThat(book.find(tarball.toString()).name()).isEqualTo("linux-6.12");
  }

  @Test
  void showsTheUsersFileInErrors() throws IOException {
    String name = "patches/tcp-timewait-len.patch.in";
    RecipeBook book = new RecipeBook(List.of(folder));
    assertThat(book.shown(name)).isEqualTo(name);
    Path own = Files.writeString(folder.resolve("tcp-timewait-len.patch.in"), "");
    assertThat(book.shown(name)).isEqualTo(own.toString());
    Path remedies = Files.writeString(folder.resolve("remedies.yaml"), "remedies: 1\n");
    assertThatThrownBy(book::remedies).hasMessageStartingWith(remedies + ":1:");
  }

  @Test
  void leavesOutSingleDotsOfPaths() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ours.yaml"), "name: a\nsummary: b\nsource: { tarball: ./../c.tar }\n");
    SourceSpec source = new RecipeBook(List.of()).read(folder.resolve("./ours.yaml")).source();
    assertThat(file).exists();
    assertThat(((SourceSpec.LocalFile) source).file()).hasToString(folder + "/../c.tar");
  }

  @Test
  void suggestsTheNearestRecipe() {
    assertThatThrownBy(() -> new RecipeBook(List.of()).find("debian-6.l"))
        .isInstanceOfSatisfying(
            RecipeFailure.class, f -> assertThat(f.remedy()).contains("'debian-6.1'"));
    assertThatThrownBy(() -> new RecipeBook(List.of()).find("gentoo"))
        .isInstanceOfSatisfying(
            RecipeFailure.class,
            f ->
                assertThat(f.remedy())
                    .contains("debian-6.1, debian-6.12", "a recipe file, such as ./ours.yaml"));
  }
}
