// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.RpmMagic;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the recipe of a source that the user named by its path. */
final class GivenSource {
  private GivenSource() {}

  /** Returns the recipe of a tree, a directory with a spec, a spec, an archive or a package. */
  static Recipe recipe(Path path) {
    SourceSpec source = source(path);
    String name =
        String.valueOf(path.toAbsolutePath().normalize().getFileName())
            .replaceFirst("\\.tar(\\.[a-z0-9]+)?$|(\\.src)?\\.rpm$|\\.spec$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "");
    return new Recipe(
        name.isEmpty() ? "linux" : name,
        "the kernel of " + path,
        Optional.empty(),
        source,
        source instanceof SourceSpec.Spec || RpmMagic.isRpm(path)
            ? BuildSpec.Rpm.DEFAULT
            : BuildSpec.Make.DEFAULT,
        Optional.empty(),
        Recipe.Tried.NONE,
        path.toString());
  }

  private static SourceSpec source(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      return new SpecFinder(whole)
          .call()
          .<SourceSpec>map(SourceSpec.Spec::new)
          .orElseGet(() -> new SourceSpec.Tree(whole));
    }
    return whole.toString().endsWith(SpecFinder.SUFFIX)
        ? new SourceSpec.Spec(whole)
        : new SourceSpec.LocalFile(whole, ExpectedIntegrity.NONE);
  }
}
