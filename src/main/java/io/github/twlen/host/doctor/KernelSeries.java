// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.GivenFile;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.Version;
import io.github.twlen.source.AptIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the kernel series of a recipe before its source is fetched. */
final class KernelSeries {
  private KernelSeries() {}

  /** Returns its first two numbers, if they are known. */
  static Optional<Version> of(Recipe recipe, CommandRunner runner) {
    Optional<Version> version =
        recipe.kernel().isPresent()
            ? Version.firstIn(recipe.kernel().get())
            : named(recipe.source(), runner);
    return version.map(one -> one.cutTo(2));
  }

  private static Optional<Version> named(SourceSpec source, CommandRunner runner) {
    if (source instanceof SourceSpec.Apt apt) {
      return AptIndex.kernelOf(apt.packageName(), runner).flatMap(Version::firstIn);
    }
    if (source instanceof SourceSpec.Dnf) {
      // The running kernel is the best guess for a source of this distribution.
      return Version.firstIn(System.getProperty("os.version", ""));
    }
    if (source instanceof SourceSpec.Tree tree) {
      return makefile(tree.folder().resolve("Makefile"));
    }
    if (source instanceof SourceSpec.LocalFile local) {
      return Version.firstIn(String.valueOf(local.file().getFileName()));
    }
    if (source instanceof SourceSpec.Remote remote) {
      return Version.firstIn(remote.file().text());
    }
    return source instanceof SourceSpec.Git git ? Version.firstIn(git.ref()) : Optional.empty();
  }

  private static Optional<Version> makefile(Path file) {
    try {
      String text = new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
      return Version.firstIn(KernelRelease.ofMakefile(text).text());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
