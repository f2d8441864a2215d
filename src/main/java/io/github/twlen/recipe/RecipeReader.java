package io.github.twlen.recipe;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a recipe. Every error names the file, the line and the column, and what to write instead.
 */
public final class RecipeReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9.+-]+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final Set<String> RECIPE = keys("name", "summary", "source", "build", "tried");
  private static final Set<String> SOURCE = keys("apt", "tarball", "sha256", "tree");
  private static final Set<String> BUILD = keys("config", "fragments", "targets");
  private static final Set<String> TARGETS = keys("bzImage", "bindeb-pkg", "binrpm-pkg", "tar-pkg");

  /** Bigger than any recipe; a file of this size is something else. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private final String file;
  private final Path folder;

  /**
   * @param file what messages call it
   * @param folder what its relative paths are relative to
   */
  public RecipeReader(String file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  /**
   * Reads the text of a recipe.
   *
   * @throws RecipeFailure when it is not right
   */
  public Recipe read(String text) {
    YamlMap recipe = new YamlMap(file, root(text), "a recipe", RECIPE);
    String name = recipe.text("name");
    if (!NAME.matcher(name).matches()) {
      throw recipe.wrong(
          recipe.required("name"),
          "'" + name + "' is not a name",
          "use letters, digits, dots, dashes and underscores: it becomes a part of file names");
    }
    return new Recipe(
        name,
        recipe.text("summary"),
        source(recipe.required("source")),
        recipe.node("build").map(this::build).orElse(BuildSpec.USUAL),
        tried(recipe),
        file);
  }

  private Node root(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new RecipeFailure(
          file + ": too long for a recipe: " + text.length() + " characters",
          "is this the right file?",
          null);
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    try {
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(
              () ->
                  new RecipeFailure(
                      file + ":1:1: the file is empty", "write a recipe into it", null));
    } catch (MarkedYamlEngineException e) {
      throw YamlMap.wrong(
          file, e.getProblemMark(), String.valueOf(e.getProblem()), "mend the YAML there", e);
    } catch (YamlEngineException e) {
      throw new RecipeFailure(file + ":1:1: " + firstLine(e), "mend the YAML", e);
    }
  }

  private SourceSpec source(Node node) {
    YamlMap source = new YamlMap(file, node, "a source", SOURCE);
    long kinds = source.keys().stream().filter(k -> !k.equals("sha256")).count();
    if (kinds != 1) {
      throw source.wrong(node, "a source is one of apt, tarball and tree", "leave one of them");
    }
    if (source.keys().contains("sha256") && !source.keys().contains("tarball")) {
      throw source.wrong(node, "sha256 belongs to a tarball", "take it out");
    }
    Optional<String> apt = source.optionalText("apt");
    if (apt.isPresent()) {
      return new SourceSpec.Apt(matching(source, "apt", PACKAGE, "the name of a Debian package"));
    }
    if (source.keys().contains("tree")) {
      return new SourceSpec.Tree(folder.resolve(source.text("tree")));
    }
    Optional<String> sha256 =
        source
            .optionalText("sha256")
            .map(s -> matching(source, "sha256", SHA256, "64 hexadecimal digits in lower case"));
    return new SourceSpec.Tarball(folder.resolve(source.text("tarball")), sha256);
  }

  private BuildSpec build(Node node) {
    YamlMap build = new YamlMap(file, node, "a build", BUILD);
    List<String> targets = build.optionalTexts("targets").orElse(BuildSpec.USUAL.targets());
    for (String target : targets) {
      if (!TARGETS.contains(target)) {
        throw build.wrong(
            build.required("targets"),
            "'" + target + "' is not a target",
            Near.to(target, TARGETS)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", TARGETS)));
      }
    }
    return new BuildSpec(
        build.optionalText("config").orElse(BuildSpec.USUAL.config()),
        build.optionalTexts("fragments").orElse(List.of()),
        targets);
  }

  private static Recipe.Tried tried(YamlMap recipe) {
    String tried = recipe.optionalText("tried").orElse("none");
    try {
      return Recipe.Tried.valueOf(tried.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw recipe.wrong(
          recipe.required("tried"),
          "'" + tried + "' does not say how far it was tried",
          "write none, patched, built or booted");
    }
  }

  private static String matching(YamlMap map, String key, Pattern pattern, String what) {
    String value = map.text(key);
    if (!pattern.matcher(value).matches()) {
      throw map.wrong(map.required(key), "'" + value + "' is not " + what, "write " + what);
    }
    return value;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML");
  }

  /** In the order in which a message lists them. */
  private static Set<String> keys(String... keys) {
    return new LinkedHashSet<>(List.of(keys));
  }
}
