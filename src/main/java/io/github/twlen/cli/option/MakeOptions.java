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
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.reader.RecipeBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a build by make takes; those of a vendor's spec have all of it in the spec. */
public final class MakeOptions {
  /** The targets that make packages. */
  public static final List<String> PACKAGES = List.of("bindeb-pkg", "binrpm-pkg", "tar-pkg");

  private static final String IMAGE = "bzImage";

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      completionCandidates = Candidates.Configs.class,
      description =
          "make: minimal, vendor, running, defconfig or a file, kept whole. Default: the recipe's;"
              + " of a tree, minimal or (Red Hat) vendor with --lean.")
  private @Nullable String config;

  @Option(
      names = "--lean",
      description =
          "make: switch off what a proof does not need (modules, graphics, debug info): not for a"
              + " server.")
  private boolean lean;

  @Option(
      names = "--fragment",
      paramLabel = "FILE",
      description =
          "make: options to lay over the configuration, each required; a file, or a packed one such"
              + " as proof.config.")
  private List<Path> fragments = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      completionCandidates = Candidates.Targets.class,
      description = "By make: also make packages: bindeb-pkg, binrpm-pkg, tar-pkg.")
  private List<String> targets = new ArrayList<>();

  /** The first of them that the user gave; empty when none. */
  String given() {
    return config != null
        ? "--config"
        : lean
            ? "--lean"
            : !fragments.isEmpty() ? "--fragment" : !targets.isEmpty() ? "--target" : "";
  }

  /**
   * Returns what is to be built.
   *
   * @param directBoot whether QEMU boots the kernel directly
   * @throws InvalidOption when an option does not fit
   */
  BuildPlan.ByMake plan(
      BuildSpec.Make make, RecipeBook book, boolean directBoot, boolean baseline) {
    ConfigBase base =
        config == null ? base("the recipe's config", make.config()) : base("--config", config);
    return new BuildPlan.ByMake(
        new ConfigPlan(
            base,
            lean,
            recipeFragments(make, base, book),
            fragments(book),
            directBoot,
            new ConfigTables(book::packed)),
        packageTargets(make),
        baseline);
  }

  /**
   * A recipe's fragments go with the recipe's own configuration; one that the user names stays
   * whole, be it the same. What makes the smallest one bootable goes with it wherever it is named.
   */
  private List<ConfigFragment> recipeFragments(
      BuildSpec.Make make, ConfigBase base, RecipeBook book) {
    boolean minimal = base instanceof ConfigBase.Minimal || base instanceof ConfigBase.Auto;
    boolean recipes = config == null || (minimal && config.equals(make.config()));
    List<FileName> names =
        recipes ? make.fragments() : minimal ? BuildSpec.Make.DEFAULT.fragments() : List.of();
    return names.stream()
        .map(name -> ConfigFragment.packed(name.text(), book.text("recipes/configs/" + name)))
        .toList();
  }

  /** A file is looked for now, and not when the source is fetched and unpacked. */
  private static ConfigBase base(String whose, String name) {
    ConfigBase base = ConfigBase.parse(name);
    if (base instanceof ConfigBase.FromFile file && !isReadable(file.file())) {
      throw new InvalidOption(
          whose
              + ": '"
              + name
              + "' is neither a readable file nor one of minimal, vendor, running, defconfig");
    }
    return base;
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private List<ConfigFragment> fragments(RecipeBook book) {
    List<ConfigFragment> all = new ArrayList<>();
    for (Path file : fragments) {
      Optional<ConfigFragment> packed =
          Files.exists(file)
              ? Optional.empty()
              : new ConfigTables(book::packed).fragment(file.toString());
      try {
        all.add(packed.isPresent() ? packed.get() : ConfigFragment.read(file));
      } catch (BuildFailure e) {
        throw new InvalidOption("--fragment: " + e.what() + "; " + e.remedy());
      }
    }
    return all;
  }

  private List<String> packageTargets(BuildSpec.Make make) {
    List<String> all = new ArrayList<>(make.targets());
    all.addAll(targets);
    for (String target : all) {
      if (!target.equals(IMAGE) && !PACKAGES.contains(target)) {
        throw new InvalidOption(
            "'"
                + target
                + "' is not a target; there are "
                + IMAGE
                + ", "
                + String.join(", ", PACKAGES));
      }
    }
    return all.stream().filter(t -> !t.equals(IMAGE)).distinct().toList();
  }
}
