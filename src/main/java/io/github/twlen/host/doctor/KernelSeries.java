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

/** Which kernel a recipe is of, as far as that can be told before anything is fetched. */
final class KernelSeries {
  /** The one that runs; of a source of this host's own distribution it is the best guess. */
  private static final String RUNNING = System.getProperty("os.version", "");

  private KernelSeries() {}

  /** Its first two numbers; empty when nothing tells. */
  static Optional<Version> of(Recipe recipe, CommandRunner runner) {
    return named(recipe, runner).map(version -> version.cutTo(2));
  }

  private static Optional<Version> named(Recipe recipe, CommandRunner runner) {
    if (recipe.kernel().isPresent()) {
      return Version.firstIn(recipe.kernel().get());
    }
    SourceSpec source = recipe.source();
    if (source instanceof SourceSpec.Apt apt) {
      return AptIndex.kernelOf(apt.packageName(), runner).flatMap(Version::firstIn);
    }
    if (source instanceof SourceSpec.Dnf) {
      return Version.firstIn(RUNNING);
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
