// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.FileName;
import io.github.twlen.Suggestion;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a recipe. Every error names the file, the line and the column, and the fix. */
public final class RecipeReader {
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  static final Set<String> RECIPE =
      YamlMap.keys("name", "summary", "kernel", "source", "build", "guest", "tried");
  static final Set<String> BUILD = YamlMap.keys("config", "fragments", "targets", "rpm");
  private static final Set<String> CONFIGS =
      YamlMap.keys("auto", "minimal", "vendor", "running", "defconfig");
  static final Set<String> RPM = YamlMap.keys("with", "without", "environment");
  static final Set<String> GUEST = YamlMap.keys("box");
  static final Set<String> TARGETS =
      YamlMap.keys(BuildSpec.IMAGE, "bindeb-pkg", "binrpm-pkg", "tar-pkg");
  static final Pattern CONDITION = Pattern.compile("[A-Za-z0-9_]+");
  static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9]{1,64}");
  static final Pattern BOX =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_~-]{0,63}");

  private final String file;
  private final Path folder;
  private final Optional<String> kernel;

  /**
   * @param file its name in messages
   * @param folder the base of its relative paths
   * @param kernel the version of {@code --kernel}; empty for the recipe's own
   */
  public RecipeReader(String file, Path folder, Optional<String> kernel) {
    this.file = file;
    this.folder = folder;
    this.kernel = kernel;
  }

  /** Reads the text of a recipe; fails when it is invalid. */
  public Recipe read(String text) {
    YamlMap recipe = new YamlMap(file, new YamlText(file).compose(text), "a recipe", RECIPE);
    String name =
        recipe.matching(
            "name",
            NAME,
            "a name",
            "at most 64 letters, digits, dots, dashes and underscores, for file names");
    Optional<String> version = version(recipe, name);
    boolean other = !version.equals(recipe.optionalText("kernel"));
    SourceReader sources = new SourceReader(folder, new VersionPlaceholders(version), other);
    return new Recipe(
        name,
        recipe.text("summary"),
        version,
        sources.read(recipe, recipe.required("source")),
        recipe
            .node("build")
            .map(node -> build(recipe.child(node, "a build", BUILD)))
            .orElse(BuildSpec.Make.DEFAULT),
        recipe.node("guest").map(node -> box(recipe.child(node, "a guest", GUEST))),
        tried(recipe),
        file);
  }

  private Optional<String> version(YamlMap recipe, String name) {
    Optional<String> own = recipe.optionalText("kernel");
    if (own.isPresent()) {
      recipe.matching("kernel", VERSION, "a version", "one such as 6.12.30 or 3.10.0-1160.el7");
    } else if (kernel.isPresent()) {
      throw new RecipeFailure(
          "cannot use --kernel " + kernel.get() + ": the recipe " + name + " has one kernel",
          "remove --kernel, or pass a recipe with versions, such as linux");
    }
    if (kernel.isPresent() && !VERSION.matcher(kernel.get()).matches()) {
      throw new RecipeFailure(
          "cannot use --kernel " + kernel.get() + ": not a kernel version",
          "pass one such as 6.12.30");
    }
    return kernel.or(() -> own);
  }

  private BuildSpec build(YamlMap build) {
    if (build.keys().contains("rpm")) {
      return rpm(build);
    }
    List<String> targets =
        build.list("targets").stream()
            .map(target -> Architectures.bundled().isImage(target) ? BuildSpec.IMAGE : target)
            .toList();
    for (String target : targets) {
      if (!TARGETS.contains(target)) {
        throw build.wrong(
            "targets",
            "'" + YamlMap.shown(target) + "' is not a target",
            Suggestion.fix("write", target, TARGETS));
      }
    }
    return new BuildSpec.Make(
        config(build),
        build.list("fragments", (at, name) -> fileName(build, at, name)),
        build.keys().contains("targets") ? targets : BuildSpec.Make.DEFAULT.targets());
  }

  /** The file becomes a part of the build and of its output, so it must belong to the recipe. */
  private String config(YamlMap build) {
    String written = build.optionalText("config").orElse(BuildSpec.Make.DEFAULT.config());
    if (CONFIGS.contains(written)) {
      return written;
    }
    try {
      Path path = folder.resolve(written);
      boolean below =
          !Path.of(written).isAbsolute()
              && !Path.of(written).normalize().startsWith("..")
              && (Files.notExists(path) || path.toRealPath().startsWith(folder.toRealPath()));
      if (below) {
        return path.toString();
      }
    } catch (InvalidPathException | IOException e) {
      // Reported below: it is no path, or its link is broken.
    }
    throw build.wrong(
        "config",
        "'" + YamlMap.shown(written) + "' is not a file below the recipe's directory",
        "put the file in the recipe's directory, or pass it with --config");
  }

  /** Returns a name out of a recipe that becomes a path. */
  static FileName fileName(YamlMap map, Node at, String text) {
    return FileName.of(text)
        .orElseThrow(
            () ->
                map.wrong(
                    at,
                    "'" + YamlMap.shown(text) + "' is not a file name",
                    "write the name without a directory"));
  }

  private static BuildSpec rpm(YamlMap build) {
    for (String other : build.keys()) {
      if (!other.equals("rpm")) {
        throw build.wrong(
            "rpm",
            "cannot use " + other + " with rpm: rpmbuild uses the spec's own configuration",
            "keep one of them");
      }
    }
    YamlMap rpm = build.child(build.required("rpm"), "an rpm build", RPM);
    return new BuildSpec.Rpm(
        conditions(rpm, "with"),
        conditions(rpm, "without"),
        rpm.node("environment")
            .map(
                node ->
                    rpm.matching(
                        "environment",
                        ENVIRONMENT,
                        "the name of an environment",
                        "one such as el7")));
  }

  /** Returns the names of conditions of a spec. */
  static List<String> conditions(YamlMap map, String key) {
    List<String> conditions = map.list(key);
    conditions.forEach(
        one ->
            map.matching(
                key, one, CONDITION, "a condition of a spec", "its name, such as baseonly"));
    return conditions;
  }

  private static String box(YamlMap guest) {
    return guest.matching("box", BOX, "the name of a box", "user/box, such as almalinux/9");
  }

  private static Recipe.Tried tried(YamlMap recipe) {
    String written = recipe.optionalText("tried").orElse("none");
    return Arrays.stream(Recipe.Tried.values())
        .filter(one -> one.name().equalsIgnoreCase(written))
        .findFirst()
        .orElseThrow(
            () ->
                recipe.wrong(
                    "tried",
                    "'" + YamlMap.shown(written) + "' is not a value of tried",
                    "write none, spec, series, patched, built or booted"));
  }

  /** Unlike {@link Path#normalize}, it keeps {@code ..}, which may follow a link. */
  static Path withoutDots(Path path) {
    Path kept = path.isAbsolute() ? path.getRoot() : Path.of("");
    for (Path part : path) {
      kept = part.toString().equals(".") ? kept : kept.resolve(part);
    }
    return kept;
  }
}
