// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.ContainerImage;
import io.github.twlen.build.environment.ContainerfileCommands;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.environment.VagrantEnvironment;
import io.github.twlen.cli.Context;
import io.github.twlen.host.Emulation;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.verify.guest.Kvm;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the build environment. */
final class EnvironmentOptions {
  /** The kinds of build environments. */
  enum Kind {
    /** This host, with its own tools. */
    HOST,
    /** A container of podman or docker. */
    CONTAINER,
    /** A Vagrant guest. */
    VAGRANT;

    /** Returns the value of the option. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,499}");
  private static final int LEAST_MIB = 512;
  private static final int USUAL_MIB = 4096;

  @Option(
      names = "--in",
      paramLabel = "host|container|vagrant",
      defaultValue = "host",
      description = "Build environment. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.HOST;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Container: local image to use. Default: built from the recipe, once.")
  private @Nullable String image;

  @Option(
      names = "--builder-box",
      paramLabel = "BOX",
      description = "Vagrant: box of the build guest, with the build tools. Default: --box.")
  private @Nullable String builderBox;

  @Option(
      names = "--builder-memory",
      paramLabel = "MIB",
      description = "Vagrant: memory of the build guest. Default: " + USUAL_MIB + " MiB.")
  private @Nullable Integer memory;

  @Option(names = "--keep", description = "Keep the rpmbuild directory and the build guest.")
  private boolean keep;

  boolean keep() {
    return keep;
  }

  boolean vagrant() {
    return kind == Kind.VAGRANT;
  }

  /**
   * Returns the environment.
   *
   * @param guests the options of all Vagrant guests
   * @throws InvalidOption when an option is invalid or does not apply
   */
  BuildEnvironment environment(
      Context context, VagrantOptions guests, Recipe recipe, RecipeBook book, boolean offline) {
    // podman would take a leading - for its own option.
    if (image != null && !IMAGE.matcher(image).matches()) {
      throw new InvalidOption(
          "cannot use --image '" + image + "': not the name of an image",
          "pass a name such as registry/name:tag");
    }
    if (image != null && kind != Kind.CONTAINER) {
      throw new InvalidOption("cannot use --image without --in container", "add --in container");
    }
    if (builderBox != null && kind != Kind.VAGRANT) {
      throw new InvalidOption("cannot use --builder-box without --in vagrant", "add --in vagrant");
    }
    if (memory != null && kind != Kind.VAGRANT) {
      throw new InvalidOption(
          "cannot use --builder-memory without --in vagrant", "add --in vagrant");
    }
    return switch (kind) {
      case HOST -> new HostEnvironment();
      case CONTAINER -> new ContainerEnvironment(Optional.empty(), image(recipe, book, offline));
      case VAGRANT -> vagrant(context, guests, recipe, book);
    };
  }

  private ContainerImage image(Recipe recipe, RecipeBook book, boolean offline) {
    if (image != null) {
      return ContainerImage.named(image);
    }
    String tools =
        tools(recipe).orElseThrow(() -> missing(recipe, "container image", "pass --image IMAGE"));
    return ContainerImage.defined(tools, book.environment(tools), offline);
  }

  private VagrantEnvironment vagrant(
      Context context, VagrantOptions guests, Recipe recipe, RecipeBook book) {
    int mib = memory == null ? USUAL_MIB : memory;
    if (mib < LEAST_MIB) {
      throw new InvalidOption(
          "cannot use --builder-memory " + mib + ": too small", "pass at least " + LEAST_MIB);
    }
    Optional<String> own = Optional.ofNullable(builderBox).or(guests::box);
    String named =
        own.or(recipe::box).orElseThrow(() -> missing(recipe, "build box", "pass --box BOX"));
    // The user's box has its tools; the recipe's is the bare distribution.
    ContainerfileCommands provisioning =
        own.isPresent()
            ? ContainerfileCommands.NONE
            : tools(recipe)
                .map(book::environment)
                .map(ContainerfileCommands::of)
                .orElse(ContainerfileCommands.NONE);
    return new VagrantEnvironment(
        named,
        guests.provider(),
        mib,
        Runtime.getRuntime().availableProcessors(),
        new Emulation(guests.emulate(), guests.provider(), Kvm.ofHost(context.workspace()))::needed,
        keep,
        provisioning,
        guests.bootTimeout(),
        guests.tools(),
        book::packed);
  }

  private InvalidOption missing(Recipe recipe, String what, String remedy) {
    return new InvalidOption(
        "cannot use --in " + kind + ": the recipe " + recipe.name() + " has no " + what, remedy);
  }

  private static Optional<String> tools(Recipe recipe) {
    return recipe.build() instanceof BuildSpec.Rpm rpm ? rpm.environment() : Optional.empty();
  }
}
