// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.FileName;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.ConfigBase;
import io.github.twlen.build.config.ConfigFragment;
import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.config.ConfigTables;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a build by make. */
public final class MakeOptions {
  static final List<String> NAMES = List.of("--config", "--lean", "--fragment", "--target");

  /** The targets that make packages. */
  public static final List<String> PACKAGES = List.of("bindeb-pkg", "binrpm-pkg", "tar-pkg");

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      completionCandidates = Candidates.Configs.class,
      description =
          "make: minimal, vendor, running, defconfig or a file. Default: the recipe's; of a tree,"
              + " minimal or (Red Hat) vendor with --lean.")
  private @Nullable String config;

  @Option(
      names = "--lean",
      description =
          "make: disable options that a test does not need (modules, graphics, debug info); not for"
              + " servers.")
  private boolean lean;

  @Option(
      names = "--fragment",
      paramLabel = "FILE",
      description =
          "make: add required options to the configuration, from a file or a packed one such as"
              + " proof.config. Repeatable.")
  private List<Path> fragments = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      completionCandidates = Candidates.Targets.class,
      description = "make: also make packages: bindeb-pkg, binrpm-pkg, tar-pkg. Repeatable.")
  private List<String> targets = new ArrayList<>();

  /**
   * Returns the build.
   *
   * @param directBoot whether QEMU boots the kernel directly
   * @throws InvalidOption when an option is invalid
   */
  BuildPlan.ByMake plan(
      BuildSpec.Make make,
      RecipeBook book,
      Architecture architecture,
      boolean directBoot,
      boolean baseline) {
    ConfigTables tables = new ConfigTables(book::packed, architecture);
    ConfigBase base =
        config == null
            ? base("the recipe's configuration", make.config())
            : base("--config", config);
    ConfigArchitecture.require(base, architecture, book.architectures());
    return new BuildPlan.ByMake(
        new ConfigPlan(
            base,
            lean,
            recipeFragments(make, base, book, tables),
            fragments(tables),
            directBoot,
            tables),
        packageTargets(make, book.architectures()),
        baseline);
  }

  /**
   * Returns the recipe's fragments for the recipe's own configuration, none for the user's. The
   * minimal configuration always gets those that make it bootable.
   */
  private List<ConfigFragment> recipeFragments(
      BuildSpec.Make make, ConfigBase base, RecipeBook book, ConfigTables tables) {
    boolean minimal = base.isMinimalOrAuto();
    boolean recipes = config == null || (minimal && config.equals(make.config()));
    List<FileName> names =
        recipes ? make.fragments() : minimal ? BuildSpec.Make.DEFAULT.fragments() : List.of();
    return names.stream()
        .map(
            name ->
                tables
                    .fragment(name.text())
                    .orElseGet(
                        () ->
                            ConfigFragment.packed(
                                name.text(), book.text("recipes/configs/" + name))))
        .toList();
  }

  /** Rejects a missing file now, before the source is fetched. */
  private static ConfigBase base(String option, String name) {
    ConfigBase base = ConfigBase.parse(name);
    if (base.kind() == ConfigBase.Kind.FILE && !isReadable(Path.of(base.name()))) {
      throw new InvalidOption(
          "cannot use " + option + " '" + name + "': no readable file",
          "pass a file, or minimal, vendor, running or defconfig");
    }
    return base;
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private List<ConfigFragment> fragments(ConfigTables tables) {
    List<ConfigFragment> all = new ArrayList<>();
    for (Path file : fragments) {
      Optional<ConfigFragment> packed =
          Files.exists(file) ? Optional.empty() : tables.fragment(file.toString());
      try {
        all.add(packed.isPresent() ? packed.get() : ConfigFragment.read(file));
      } catch (BuildFailure e) {
        throw new InvalidOption("cannot use --fragment: " + e.what(), e.remedy());
      }
    }
    return all;
  }

  private List<String> packageTargets(BuildSpec.Make make, Architectures known) {
    List<String> all = new ArrayList<>(make.targets());
    all.addAll(targets);
    all.removeIf(target -> target.equals(BuildSpec.IMAGE) || known.isImage(target));
    for (String target : all) {
      if (!PACKAGES.contains(target)) {
        throw new InvalidOption(
            "cannot use --target " + target + ": unknown", "pass " + String.join(", ", PACKAGES));
      }
    }
    return all.stream().distinct().toList();
  }
}
