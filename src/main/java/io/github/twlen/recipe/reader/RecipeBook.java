// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.GivenFile;
import io.github.twlen.RpmMagic;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SourceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All recipes: the user's, and those that are packed into the program. */
public final class RecipeBook {
  /** A jar cannot be listed; a test holds this list against the folder. */
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

  private final BundledFiles files;

  /**
   * @param folders where the user's recipes, templates and configs are looked for, first to last
   */
  public RecipeBook(List<Path> folders) {
    this.files = new BundledFiles(folders);
  }

  /** The names of all recipes, sorted. */
  public List<String> names() {
    return Stream.concat(PACKED.stream(), files.userRecipes()).distinct().sorted().toList();
  }

  /**
   * Finds what the user named: a recipe's name, a recipe file, a kernel tree or a tarball.
   *
   * @throws RecipeFailure when there is no such thing, or when it is not right
   */
  public Recipe find(String named) {
    return find(named, Optional.empty());
  }

  /**
   * The same, for a version of the user's.
   *
   * @param kernel the version, which must go with the recipe; empty for the recipe's own
   * @throws RecipeFailure when there is no such thing, or when it is not right
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
        return new RecipeReader(packed, Path.of(""), kernel).read(files.packedText(packed));
      }
    }
    boolean recipe = named.endsWith(".yaml") || named.endsWith(".yml");
    if (kernel.isPresent() && !recipe && Files.exists(path)) {
      throw new RecipeFailure(
          path + " is one kernel, and --kernel asks for " + kernel.get(),
          "leave out --kernel",
          null);
    }
    if (Files.isDirectory(path)) {
      return adHoc(path, new SourceSpec.Tree(path.toAbsolutePath().normalize()));
    }
    if (Files.isRegularFile(path)) {
      return recipe
          ? read(path, kernel)
          : adHoc(
              path,
              new SourceSpec.LocalFile(path.toAbsolutePath().normalize(), ExpectedIntegrity.NONE));
    }
    if (Files.exists(path)) {
      throw new RecipeFailure(
          path + " is a pipe or a device, not a file", "name a recipe, a folder or a file", null);
    }
    throw new RecipeFailure(
        "there is no recipe, folder or file '" + RecipeReader.shown(named) + "'",
        Suggestion.to(named, names())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("the recipes are " + String.join(", ", names())),
        null);
  }

  /**
   * Reads a recipe file; paths in it are relative to its folder.
   *
   * @throws RecipeFailure when it cannot be read or is not right
   */
  public Recipe read(Path file) {
    return read(file, Optional.empty());
  }

  private static Recipe read(Path file, Optional<String> kernel) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    return new RecipeReader(file.toString(), folder, kernel).read(text(file));
  }

  private static String text(Path file) {
    try {
      return new YamlText(file.toString()).decode(GivenFile.read(file));
    } catch (IOException e) {
      throw new RecipeFailure(
          "cannot read " + file + ": " + GivenFile.reason(file, e),
          "a recipe is a YAML file in UTF-8; `twlen recipes list` shows those that are packed",
          e);
    }
  }

  /**
   * A file that goes with recipes, such as {@code patches/tcp-timewait-len.patch.in}.
   *
   * @throws RecipeFailure when there is none of this name
   */
  public byte[] bytes(String name) {
    return packed(name)
        .orElseThrow(
            () ->
                new RecipeFailure(
                    "there is no " + name,
                    "put it into the folder of --recipes, or name one that is packed",
                    null));
  }

  /** The same; empty when there is none of this name. */
  public Optional<byte[]> packed(String name) {
    return files.bytes(name);
  }

  /**
   * The definition of a build environment: the text of a containerfile.
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
                    "there is no build environment '" + name + "'",
                    "put "
                        + name
                        + ".containerfile into the folder of --recipes, or take one of "
                        + String.join(", ", ENVIRONMENTS),
                    null));
  }

  /**
   * Reads the table of remedies for new tools on old kernels.
   *
   * @throws RecipeFailure when it is not right
   */
  public RemedyTable remedies() {
    return new RemedyReader(RemedyTable.FILE).read(text(RemedyTable.FILE));
  }

  /** A file that goes with recipes as text, see {@link #bytes}. */
  public String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static Path path(String named) {
    if (named.isBlank()) { // An empty path would be the present folder.
      throw new RecipeFailure(
          "'" + named + "' names no kernel", "name a recipe, a folder or a file", null);
    }
    try {
      return Path.of(named);
    } catch (InvalidPathException e) {
      throw new RecipeFailure(
          "'" + named + "' is not a path", "name a recipe, a folder or a file", e);
    }
  }

  private static Recipe adHoc(Path path, SourceSpec source) {
    String name =
        String.valueOf(path.toAbsolutePath().normalize().getFileName())
            .replaceFirst("\\.tar(\\.[a-z0-9]+)?$|(\\.src)?\\.rpm$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "");
    return new Recipe(
        name.isEmpty() ? "linux" : name,
        "the kernel of " + path,
        Optional.empty(),
        source,
        RpmMagic.isRpm(path) ? BuildSpec.Rpm.USUAL : BuildSpec.Make.USUAL,
        Optional.empty(),
        Recipe.Tried.NONE,
        path.toString());
  }
}
