package io.github.twlen.cli;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.ConfigBase;
import io.github.twlen.build.ConfigFragment;
import io.github.twlen.rebuild.BuildPlan;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.RecipeBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a build by make takes; those of a vendor's spec have all of it in the spec. */
final class MakeOptions {
  /** The targets that make packages. */
  static final List<String> PACKAGES = List.of("bindeb-pkg", "binrpm-pkg", "tar-pkg");

  private static final String IMAGE = "bzImage";

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      completionCandidates = Candidates.Configs.class,
      description = "By make: minimal, running, defconfig or a file. Default: the recipe's.")
  private @Nullable String config;

  @Option(
      names = "--fragment",
      paramLabel = "FILE",
      description = "By make: options to lay over the configuration; each must take effect.")
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
        : !fragments.isEmpty() ? "--fragment" : !targets.isEmpty() ? "--target" : "";
  }

  /**
   * What is to be done.
   *
   * @throws WrongOption when an option does not fit
   */
  BuildPlan.ByMake plan(BuildSpec.Make make, RecipeBook book, boolean baseline) {
    return new BuildPlan.ByMake(
        config == null ? base("the recipe's config", make.config()) : base("--config", config),
        fragments(make, book),
        packageTargets(make),
        baseline);
  }

  /** A file is looked for now, and not when the source is fetched and unpacked. */
  private static ConfigBase base(String whose, String name) {
    ConfigBase base = ConfigBase.parse(name);
    if (base instanceof ConfigBase.FromFile file && !isReadable(file.file())) {
      throw new WrongOption(
          whose
              + ": '"
              + name
              + "' is no file that can be read, and none of minimal, running and defconfig");
    }
    return base;
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private List<ConfigFragment> fragments(BuildSpec.Make make, RecipeBook book) {
    List<ConfigFragment> all = new ArrayList<>();
    for (String name : make.fragments()) {
      all.add(ConfigFragment.parse(name, book.text("recipes/configs/" + name)));
    }
    for (Path file : fragments) {
      try {
        all.add(ConfigFragment.read(file));
      } catch (BuildFailure e) {
        throw new WrongOption("--fragment: " + e.what() + "; " + e.remedy());
      }
    }
    return all;
  }

  private List<String> packageTargets(BuildSpec.Make make) {
    List<String> all = new ArrayList<>(make.targets());
    all.addAll(targets);
    for (String target : all) {
      if (!target.equals(IMAGE) && !PACKAGES.contains(target)) {
        throw new WrongOption(
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
