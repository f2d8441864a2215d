// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.ContainerImage;
import io.github.twlen.build.environment.ContainerfileCommands;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.environment.VagrantEnvironment;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.host.Emulation;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.verify.guest.Kvm;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where it is built. */
public final class EnvironmentOptions {
  /** The kinds of places. */
  public enum Kind {
    /** Here, with this host's own tools. */
    HOST,
    /** In a container of podman or docker. */
    CONTAINER,
    /** In a virtual machine of Vagrant's. */
    VAGRANT
  }

  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,499}");

  @Option(
      names = "--in",
      paramLabel = "host|container|vagrant",
      completionCandidates = Candidates.Environments.class,
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
      names = "--builder-box",
      paramLabel = "BOX",
      description =
          "The builder's Vagrant box where it is another than --box, with what a build needs in"
              + " it.")
  private @Nullable String builderBox;

  @Option(
      names = "--builder-memory",
      paramLabel = "MIB",
      defaultValue = "4096",
      description = "The builder's memory. Default: ${DEFAULT-VALUE} MiB.")
  private int memory = 4096;

  @Option(
      names = "--keep",
      description = "Leave what rpmbuild worked in, and the builder, as they are.")
  private boolean keep;

  boolean keep() {
    return keep;
  }

  boolean vagrant() {
    return kind == Kind.VAGRANT;
  }

  /**
   * The environment.
   *
   * @param machines what all machines of Vagrant's have in common
   * @param offline whether the network must not be used
   * @throws InvalidOption when an option does not fit
   */
  BuildEnvironment environment(
      Context context, VagrantOptions machines, Recipe recipe, RecipeBook book, boolean offline) {
    // podman would take it for an option of its own.
    if (image != null && !IMAGE.matcher(image).matches()) {
      throw new InvalidOption(
          "--image wants the name of an image such as registry/name:tag, not '" + image + "'");
    }
    if (image != null && kind != Kind.CONTAINER) {
      throw new InvalidOption("--image goes with --in container");
    }
    if (builderBox != null && kind != Kind.VAGRANT) {
      throw new InvalidOption("--builder-box goes with --in vagrant");
    }
    return switch (kind) {
      case HOST -> new HostEnvironment();
      case CONTAINER -> new ContainerEnvironment(Optional.empty(), image(recipe, book, offline));
      case VAGRANT -> vagrant(context, machines, recipe, book);
    };
  }

  private ContainerImage image(Recipe recipe, RecipeBook book, boolean offline) {
    if (image != null) {
      return ContainerImage.named(image);
    }
    String tools =
        tools(recipe)
            .orElseThrow(
                () ->
                    new InvalidOption(
                        recipe.name()
                            + " names no container to be built in: name one with --image"));
    return ContainerImage.defined(tools, book.environment(tools), offline);
  }

  private VagrantEnvironment vagrant(
      Context context, VagrantOptions machines, Recipe recipe, RecipeBook book) {
    if (memory < 512) {
      throw new InvalidOption("--builder-memory takes a number from 512");
    }
    Optional<String> own = Optional.ofNullable(builderBox).or(machines::box);
    String named =
        own.or(recipe::box)
            .orElseThrow(
                () ->
                    new InvalidOption(
                        recipe.name() + " names no box to be built in: name one with --box"));
    // A box that the user names is taken as it is; the recipe's is the bare distribution.
    ContainerfileCommands provisioning =
        own.isPresent()
            ? ContainerfileCommands.NONE
            : tools(recipe)
                .map(book::environment)
                .map(ContainerfileCommands::of)
                .orElse(ContainerfileCommands.NONE);
    return new VagrantEnvironment(
        named,
        machines.provider(),
        memory,
        Runtime.getRuntime().availableProcessors(),
        new Emulation(machines.emulate(), machines.provider(), Kvm.ofHost(context.workspace()))
            ::needed,
        keep,
        provisioning,
        machines.bootTimeout(),
        machines.tools(),
        book::packed);
  }

  private static Optional<String> tools(Recipe recipe) {
    return recipe.build() instanceof BuildSpec.Rpm rpm ? rpm.environment() : Optional.empty();
  }
}
