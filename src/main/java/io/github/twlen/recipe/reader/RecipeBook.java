// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.GivenFile;
import io.github.twlen.Suggestion;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SettingTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All recipes: the user's, and the bundled ones. */
public final class RecipeBook {
  /** A jar cannot be listed; a test compares this list with the directory. */
  static final List<String> PACKED =
      List.of(
          "almalinux-9",
          "centos-6",
          "centos-6.0",
          "centos-7",
          "centos-8",
          "centos-git",
          "centos-stream-10",
          "centos-stream-9",
          "debian-6.1",
          "debian-6.12",
          "distro",
          "distro-rpm",
          "linux",
          "linux-git",
          "rocky-9");

  /** The same for the definitions of build environments. */
  static final List<String> ENVIRONMENTS =
      List.of("alma9", "el10", "el6", "el7", "el8", "el9", "rocky9");

  /** A word that is a path rather than a recipe's name. */
  private static final Pattern PATH = Pattern.compile(".*[/.].*", Pattern.DOTALL);

  private static final String FIX = "pass a recipe, a directory or a file";

  private final BundledFiles files;

  public RecipeBook(List<Path> folders) {
    this.files = new BundledFiles(folders);
  }

  /** Returns the names of all recipes, sorted. */
  public List<String> names() {
    return Stream.concat(PACKED.stream(), files.userRecipes()).distinct().sorted().toList();
  }

  /** Finds a source with the recipe's own version, see {@link #find(String, Optional)}. */
  public Recipe find(String named) {
    return find(named, Optional.empty());
  }

  /**
   * Finds the user's argument: the name of a recipe, a recipe file, a kernel tree, a tarball, a
   * package, a spec file or a directory with one.
   *
   * @param kernel the version of {@code --kernel}; empty for the recipe's own
   * @throws RecipeFailure when it does not exist or is invalid
   */
  public Recipe find(String named, Optional<String> kernel) {
    Path path = path(named);
    String packed = "recipes/" + named + ".yaml";
    if (!named.contains("/")) {
      Optional<Path> own = files.userFile(packed);
      if (own.isPresent()) {
        return read(own.get(), kernel);
      }
      if (PACKED.contains(named)) {
        return bundled(new RecipeReader(packed, Path.of(""), kernel).read(text(packed)));
      }
    }
    boolean recipe = named.endsWith(".yaml") || named.endsWith(".yml");
    if (kernel.isPresent() && !recipe && Files.exists(path)) {
      throw new RecipeFailure(
          "cannot use --kernel " + kernel.get() + ": " + path + " is one kernel",
          "remove --kernel");
    }
    if (recipe && Files.isRegularFile(path)) {
      return read(path, kernel);
    }
    if (Files.isDirectory(path) || Files.isRegularFile(path)) {
      return GivenSource.recipe(path);
    }
    if (Files.exists(path)) {
      throw new RecipeFailure("cannot use " + path + ": it is a pipe or a device", FIX);
    }
    throw new RecipeFailure(
        "cannot find a recipe, directory or file '" + YamlMap.shown(named) + "'",
        Suggestion.nearest(named, names()).isEmpty() && PATH.matcher(named).matches()
            ? "check the path, or pass a recipe of `twlen recipes list`"
            : Suggestion.fix("pass", named, names()) + fileBeside(named));
  }

  /** Marks the origin, which looks like a file of the current directory. */
  private static Recipe bundled(Recipe recipe) {
    return new Recipe(
        recipe.name(),
        recipe.summary(),
        recipe.kernel(),
        recipe.source(),
        recipe.build(),
        recipe.box(),
        recipe.tried(),
        recipe.origin() + " (bundled)");
  }

  /**
   * Reads a recipe file; paths in it are relative to its directory; fails when it cannot be read or
   * is invalid.
   */
  public Recipe read(Path file) {
    return read(file, Optional.empty());
  }

  private static Recipe read(Path file, Optional<String> kernel) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      String text = new YamlText(file.toString()).decode(GivenFile.read(file));
      return new RecipeReader(file.toString(), folder, kernel).read(text);
    } catch (IOException e) {
      throw new RecipeFailure(
          "cannot read " + file + ": " + GivenFile.reason(file, e),
          "pass a YAML file in UTF-8; `twlen recipes list` shows the bundled recipes",
          e);
    }
  }

  /**
   * Returns a file that belongs to recipes, such as {@code patches/tcp-timewait-len.patch.in};
   * fails when there is none of this name.
   */
  public byte[] bytes(String name) {
    return packed(name)
        .orElseThrow(
            () ->
                new RecipeFailure(
                    "cannot find " + name,
                    "put it into the directory of --recipes, or use a bundled one"));
  }

  /** Returns the same file; empty when there is none of this name. */
  public Optional<byte[]> packed(String name) {
    return files.bytes(name);
  }

  /**
   * Returns the containerfile of a build environment.
   *
   * @param name such as {@code el7}
   * @throws RecipeFailure when there is none of this name
   */
  public String environment(String name) {
    return packed("recipes/environments/" + name + ".containerfile")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(
            () ->
                new RecipeFailure(
                    "cannot find the build environment '" + name + "'",
                    "put "
                        + name
                        + ".containerfile into the directory of --recipes, or use one of "
                        + String.join(", ", ENVIRONMENTS)));
  }

  /** Reads the table of remedies for new tools on old kernels; fails when it is invalid. */
  public RemedyTable remedies() {
    return new RemedyReader(shown(RemedyTable.FILE)).read(text(RemedyTable.FILE));
  }

  /** Reads the table of the templates that make the length a sysctl; fails when it is invalid. */
  public SettingTable settings() {
    return new SettingReader(shown(SettingTable.FILE)).read(text(SettingTable.FILE));
  }

  /** Returns the architectures of the program and the user; fails when a file is invalid. */
  public Architectures architectures() {
    return Architectures.read(files);
  }

  /** Returns the path of the user's file, or the name of the bundled one, for error messages. */
  public String shown(String name) {
    return files.shown(name);
  }

  /** Returns a file that belongs to recipes as text, see {@link #bytes}. */
  public String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static Path path(String named) {
    if (named.isBlank()) { // An empty path would be the current directory.
      throw new RecipeFailure("cannot use '" + named + "': it is empty", FIX);
    }
    try {
      return Path.of(named);
    } catch (InvalidPathException e) {
      throw new RecipeFailure("cannot use '" + named + "': not a path", FIX, e);
    }
  }

  /** Returns the end of a fix for a name that is no recipe: a path always has a dot or a slash. */
  private String fileBeside(String named) {
    String file = "./" + named + ".yaml";
    boolean near = Suggestion.nearest(named, names()).isPresent();
    return near && !Files.isRegularFile(path(file))
        ? ""
        : ", or the path of a recipe file, such as "
            + (Files.isRegularFile(path(file)) ? YamlMap.shown(file) : "./ours.yaml");
  }
}
