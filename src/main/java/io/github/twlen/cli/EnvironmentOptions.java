package io.github.twlen.cli;

import io.github.twlen.build.BuildEnvironment;
import io.github.twlen.build.HostEnvironment;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeBook;
import picocli.CommandLine.Option;

/** Where it is built. */
final class EnvironmentOptions {
  /** The kinds of places. */
  enum Kind {
    /** Here. */
    HOST
  }

  @Option(
      names = "--in",
      paramLabel = "host",
      defaultValue = "host",
      description = "Where it is built. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.HOST;

  @Option(
      names = "--keep",
      description = "Leave what rpmbuild worked in, or the builder, as it is.")
  private boolean keep;

  boolean keep() {
    return keep;
  }

  BuildEnvironment environment(Recipe recipe, RecipeBook book) {
    return switch (kind) {
      case HOST -> new HostEnvironment();
    };
  }
}
