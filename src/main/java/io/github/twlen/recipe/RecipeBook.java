package io.github.twlen.recipe;

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
  static final List<String> PACKED = List.of("debian-6.1", "debian-6.12", "distro");

  private final PackedFiles files;

  /**
   * @param folders where the user's recipes, templates and configs are looked for, first to last
   */
  public RecipeBook(List<Path> folders) {
    this.files = new PackedFiles(folders);
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
    String packed = "recipes/" + named + ".yaml";
    if (!named.contains("/")) {
      Optional<Path> own = files.userFile(packed);
      if (own.isPresent()) {
        return read(own.get());
      }
      if (PACKED.contains(named)) {
        return new RecipeReader(packed, Path.of("")).read(files.packedText(packed));
      }
    }
    Path path = path(named);
    if (Files.isDirectory(path)) {
      return adHoc(path, new SourceSpec.Tree(path.toAbsolutePath().normalize()));
    }
    if (Files.isRegularFile(path)) {
      return named.endsWith(".yaml") || named.endsWith(".yml")
          ? read(path)
          : adHoc(
              path, new SourceSpec.Tarball(path.toAbsolutePath().normalize(), Optional.empty()));
    }
    throw new RecipeFailure(
        "there is no recipe, folder or file '" + named + "'",
        Near.to(named, names())
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
    try {
      return new RecipeReader(file.toString(), file.toAbsolutePath().resolveSibling(""))
          .read(Files.readString(file));
    } catch (IOException e) {
      throw new RecipeFailure(
          "cannot read " + file + ": " + e.getClass().getSimpleName(),
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
    return files
        .bytes(name)
        .orElseThrow(
            () ->
                new RecipeFailure(
                    "there is no " + name,
                    "put it into the folder of --recipes, or name one that is packed",
                    null));
  }

  /** The same as text. */
  public String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static Path path(String named) {
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
            .replaceFirst("\\.tar(\\.[a-z0-9]+)?$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "");
    return new Recipe(
        name.isEmpty() ? "linux" : name,
        "the kernel of " + path,
        source,
        BuildSpec.USUAL,
        Recipe.Tried.NONE,
        path.toString());
  }
}
