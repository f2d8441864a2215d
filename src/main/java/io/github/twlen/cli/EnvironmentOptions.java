package io.github.twlen.cli;

import io.github.twlen.build.BuildEnvironment;
import io.github.twlen.build.ContainerEnvironment;
import io.github.twlen.build.ContainerImage;
import io.github.twlen.build.HostEnvironment;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeBook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where it is built. */
final class EnvironmentOptions {
  /** The kinds of places. */
  enum Kind {
    /** Here, with this host's own tools. */
    HOST,
    /** In a container of podman or docker. */
    CONTAINER
  }

  @Option(
      names = "--in",
      paramLabel = "host|container",
      defaultValue = "host",
      description = "Where it is built. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.HOST;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description =
          "The container's image; it must be here. Default: one of the recipe's, built once.")
  private @Nullable String image;

  @Option(
      names = "--keep",
      description = "Leave what rpmbuild worked in, or the builder, as it is.")
  private boolean keep;

  boolean keep() {
    return keep;
  }

  /**
   * The environment.
   *
   * @param offline whether the network must not be used
   * @throws WrongOption when an option does not fit
   */
  BuildEnvironment environment(Recipe recipe, RecipeBook book, boolean offline) {
    if (image != null && kind != Kind.CONTAINER) {
      throw new WrongOption("--image goes with --in container");
    }
    return switch (kind) {
      case HOST -> new HostEnvironment();
      case CONTAINER -> new ContainerEnvironment(Optional.empty(), image(recipe, book, offline));
    };
  }

  private ContainerImage image(Recipe recipe, RecipeBook book, boolean offline) {
    if (image != null) {
      return ContainerImage.named(image);
    }
    String tools = recipe.build() instanceof BuildSpec.Rpm rpm ? rpm.environment().orElse("") : "";
    if (tools.isEmpty()) {
      throw new WrongOption(
          recipe.name() + " names no container to be built in: name one with --image");
    }
    return ContainerImage.defined(tools, book.environment(tools), offline);
  }
}
