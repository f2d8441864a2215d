// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.GivenFolder;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the kernel's spec in a directory, such as a dist-git work tree.
 *
 * @param directory an absolute path
 */
record SpecFinder(Path directory) {
  /** The end of a spec's name. */
  static final String SUFFIX = ".spec";

  private static final List<String> USUAL = List.of("kernel.spec", "linux.spec");

  /**
   * Returns the spec; empty for a kernel tree, and without one.
   *
   * @throws RecipeFailure when there are several, and none has a usual name
   */
  Optional<Path> call() {
    if (Files.exists(directory.resolve(TimewaitLength.HEADER))) {
      return Optional.empty();
    }
    List<Path> specs = specs(directory);
    List<Path> found = specs.isEmpty() ? specs(directory.resolve("SPECS")) : specs;
    Optional<Path> usual =
        USUAL.stream()
            .flatMap(name -> found.stream().filter(spec -> spec.endsWith(name)))
            .findFirst();
    if (found.size() > 1 && usual.isEmpty()) {
      String names =
          found.stream()
              .map(spec -> directory.relativize(spec).toString())
              .limit(5)
              .collect(Collectors.joining(", "));
      throw new RecipeFailure(
          "cannot choose a spec in " + directory + ": " + YamlMap.shown(names), "pass one of them");
    }
    return usual.or(() -> found.stream().findFirst());
  }

  private static List<Path> specs(Path directory) {
    try {
      return !Files.isDirectory(directory)
          ? List.of()
          : GivenFolder.list(directory).stream()
              .filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
              .sorted()
              .toList();
    } catch (IOException e) {
      return List.of(); // Reading the directory as a tree reports it.
    }
  }
}
