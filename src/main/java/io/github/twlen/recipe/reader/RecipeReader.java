// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.FileName;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a recipe. Every error names the file, the line and the column, and what to write instead.
 */
public final class RecipeReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final Set<String> RECIPE =
      keys("name", "summary", "kernel", "source", "build", "guest", "tried");
  private static final Set<String> BUILD = keys("config", "fragments", "targets", "rpm");
  private static final Set<String> CONFIGS =
      keys("auto", "minimal", "vendor", "running", "defconfig");
  private static final Set<String> RPM = keys("with", "without", "environment");
  private static final Set<String> GUEST = keys("box");
  private static final Set<String> TARGETS = keys("bzImage", "bindeb-pkg", "binrpm-pkg", "tar-pkg");
  private static final Pattern CONDITION = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9]{1,64}");
  private static final Pattern BOX =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_~-]{0,63}");

  private static final int MOST_SHOWN = 100;

  private final String file;
  private final Path folder;
  private final Optional<String> kernel;

  /**
   * @param file what messages call it
   * @param folder what its relative paths are relative to
   * @param kernel the version that the user asked for; empty for the recipe's own
   */
  public RecipeReader(String file, Path folder, Optional<String> kernel) {
    this.file = file;
    this.folder = folder;
    this.kernel = kernel;
  }

  /**
   * Reads the text of a recipe.
   *
   * @throws RecipeFailure when it is not right
   */
  public Recipe read(String text) {
    YamlMap recipe = new YamlMap(file, new YamlText(file).compose(text), "a recipe", RECIPE);
    String name =
        matching(
            recipe,
            "name",
            NAME,
            "a name",
            "at most 64 letters, digits, dots, dashes and underscores: it becomes a part of file"
                + " names");
    Optional<String> version = version(recipe, name);
    boolean other = !version.equals(recipe.optionalText("kernel"));
    SourceReader sources = new SourceReader(file, folder, new VersionPlaceholders(version), other);
    return new Recipe(
        name,
        recipe.text("summary"),
        version,
        sources.read(recipe.required("source")),
        recipe.node("build").map(this::build).orElse(BuildSpec.Make.USUAL),
        recipe.node("guest").map(this::box),
        tried(recipe),
        file);
  }

  private Optional<String> version(YamlMap recipe, String name) {
    Optional<String> own = recipe.optionalText("kernel");
    if (own.isPresent()) {
      matching(recipe, "kernel", VERSION, "a version", "one such as 6.12.30 or 3.10.0-1160.el7");
    } else if (kernel.isPresent()) {
      throw new RecipeFailure(
          "the recipe " + name + " is of one kernel, and --kernel asks for " + kernel.get(),
          "leave out --kernel, or take a recipe with versions, such as linux",
          null);
    }
    if (kernel.isPresent() && !VERSION.matcher(kernel.get()).matches()) {
      throw new RecipeFailure(
          "'" + kernel.get() + "' is not a kernel's version", "write one such as 6.12.30", null);
    }
    return kernel.or(() -> own);
  }

  private BuildSpec build(Node node) {
    YamlMap build = new YamlMap(file, node, "a build", BUILD);
    if (build.keys().contains("rpm")) {
      return rpm(build);
    }
    BuildSpec.Make usual = BuildSpec.Make.USUAL;
    List<String> targets = build.optionalTexts("targets").orElse(usual.targets());
    for (String target : targets) {
      if (!TARGETS.contains(target)) {
        throw build.wrong(
            build.required("targets"),
            "'" + shown(target) + "' is not a target",
            Suggestion.to(target, TARGETS)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", TARGETS)));
      }
    }
    return new BuildSpec.Make(config(build), fragments(build), targets);
  }

  /** Its text becomes part of what is built, and of the output: no file of others gets there. */
  private String config(YamlMap build) {
    Optional<Node> node = build.node("config");
    if (node.isEmpty() || CONFIGS.contains(build.text("config"))) {
      return build.optionalText("config").orElse(BuildSpec.Make.USUAL.config());
    }
    String written = build.text("config");
    try {
      Path file = folder.resolve(written);
      boolean below =
          !Path.of(written).isAbsolute()
              && !Path.of(written).normalize().startsWith("..")
              && (Files.notExists(file) || file.toRealPath().startsWith(folder.toRealPath()));
      if (below) {
        return file.toString();
      }
    } catch (InvalidPathException | IOException e) {
      // Told below: it is no path, or one that leads nowhere.
    }
    throw build.wrong(
        node.get(),
        "'" + shown(written) + "' is not a file below the recipe's folder",
        "put the file beside the recipe; the option --config takes one from anywhere");
  }

  /** The files are looked for in {@code recipes/configs}, and nowhere else. */
  private static List<FileName> fragments(YamlMap build) {
    return build.keys().contains("fragments")
        ? build.list("fragments", (at, name) -> fileName(build, at, name))
        : List.of();
  }

  /** A name out of a recipe that becomes a path. */
  static FileName fileName(YamlMap map, Node at, String text) {
    return FileName.of(text)
        .orElseThrow(
            () ->
                map.wrong(
                    at,
                    "'" + shown(text) + "' is not a file's name",
                    "write the name alone, without a folder"));
  }

  /** Enough of a value to know it again; where it does not belong, it may be an address. */
  static String shown(String text) {
    String value = Address.shown(text);
    return value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "...";
  }

  private BuildSpec rpm(YamlMap build) {
    if (build.keys().size() > 1) {
      throw build.wrong(
          build.required("rpm"),
          "rpm and "
              + build.keys().stream().filter(k -> !k.equals("rpm")).findFirst().orElse("")
              + " do not go together: rpmbuild has the spec's own configuration",
          "leave one of them");
    }
    YamlMap rpm = new YamlMap(file, build.required("rpm"), "an rpm build", RPM);
    return new BuildSpec.Rpm(conditions(rpm, "with"), conditions(rpm, "without"), environment(rpm));
  }

  private static Optional<String> environment(YamlMap rpm) {
    return rpm.node("environment")
        .map(
            node ->
                matching(
                    rpm,
                    "environment",
                    ENVIRONMENT,
                    "the name of an environment",
                    "one such as el7"));
  }

  static List<String> conditions(YamlMap rpm, String key) {
    List<String> conditions = rpm.optionalTexts(key).orElse(List.of());
    for (String condition : conditions) {
      if (!CONDITION.matcher(condition).matches()) {
        throw rpm.wrong(
            rpm.required(key),
            "'" + shown(condition) + "' is not a condition of a spec",
            "write its name, such as baseonly");
      }
    }
    return conditions;
  }

  private String box(Node node) {
    YamlMap guest = new YamlMap(file, node, "a guest", GUEST);
    return matching(guest, "box", BOX, "the name of a box", "user/box, such as almalinux/9");
  }

  private static Recipe.Tried tried(YamlMap recipe) {
    String tried = recipe.optionalText("tried").orElse("none");
    try {
      return Recipe.Tried.valueOf(tried.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw recipe.wrong(
          recipe.required("tried"),
          "'" + shown(tried) + "' does not say how far it was tried",
          "write none, spec, patched, built or booted");
    }
  }

  private static String matching(
      YamlMap map, String key, Pattern pattern, String what, String remedy) {
    String value = map.text(key);
    if (!pattern.matcher(value).matches()) {
      throw map.wrong(
          map.required(key), "'" + shown(value) + "' is not " + what, "write " + remedy);
    }
    return value;
  }

  /** In the order in which a message lists them. */
  static Set<String> keys(String... keys) {
    return new LinkedHashSet<>(List.of(keys));
  }
}
