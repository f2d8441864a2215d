// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.RemedyTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The files that the program contains. A file of the same name in a directory of the user wins. */
final class BundledFiles {
  static final String RECIPES = "recipes/";

  /** A file that the program always has. */
  private static final String KNOWN = "/" + RemedyTable.FILE;

  private final List<Path> folders;

  BundledFiles(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * Returns the user's file of a name. A directory may have the layout of the repository, that of
   * its {@code recipes} directory, or none: of {@code recipes/configs/a.config} it has {@code
   * recipes/configs/a.config}, {@code configs/a.config} or {@code a.config}, the first that exists.
   * An architecture needs its directory, since a recipe may have the same name.
   */
  Optional<Path> userFile(String name) {
    String inner = name.startsWith(RECIPES) ? name.substring(RECIPES.length()) : name;
    boolean needsDirectory = name.startsWith(Architectures.DIRECTORY);
    List<String> places =
        List.of(name, inner, needsDirectory ? inner : name.substring(name.lastIndexOf('/') + 1));
    return folders.stream()
        .flatMap(folder -> places.stream().map(folder::resolve))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Returns the path of the user's file, or the name of the bundled one, for error messages. */
  String shown(String name) {
    return userFile(name).map(Path::toString).orElse(name);
  }

  /** Returns the bytes of a file; empty when neither the user nor the program has it. */
  Optional<byte[]> bytes(String name) {
    try {
      Optional<Path> own = userFile(name);
      if (own.isPresent()) {
        return Optional.of(GivenFile.read(own.get()));
      }
      try (InputStream in = BundledFiles.class.getResourceAsStream("/" + name)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new RecipeFailure(
          "cannot read " + shown(name) + ": " + GivenFile.reason(Path.of(shown(name)), e),
          "make it readable for this user",
          e);
    }
  }

  /**
   * Returns the names of all files of a directory, sorted and without their suffix.
   *
   * @param directory with a slash at its end
   */
  List<String> names(String directory, String suffix) {
    Stream<String> own =
        folders.stream()
            .flatMap(
                folder ->
                    Stream.of(directory, directory.substring(RECIPES.length()))
                        .map(folder::resolve))
            .filter(Files::isDirectory)
            .flatMap(BundledFiles::list);
    return Stream.concat(own, packed(directory))
        .filter(name -> name.endsWith(suffix))
        .map(name -> name.substring(0, name.length() - suffix.length()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns the names of the program's own files in a directory, which is in a jar or unpacked. */
  private static Stream<String> packed(String directory) {
    try {
      URL known = Objects.requireNonNull(BundledFiles.class.getResource(KNOWN));
      if (known.openConnection() instanceof JarURLConnection jar) {
        jar.setUseCaches(false);
        try (JarFile opened = jar.getJarFile()) {
          return opened.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith(directory))
              .map(name -> name.substring(directory.length()))
              .toList()
              .stream();
        }
      }
      return list(Path.of(known.toURI()).resolveSibling(directory.substring(RECIPES.length())));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot list the files of the program", e);
    }
  }

  /** Returns the names of the user's recipes. */
  Stream<String> userRecipes() {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder, folder.resolve("recipes")))
        .filter(Files::isDirectory)
        .flatMap(BundledFiles::list)
        .filter(name -> name.endsWith(".yaml") && !RemedyTable.FILE.endsWith("/" + name))
        .map(name -> name.substring(0, name.length() - ".yaml".length()));
  }

  private static Stream<String> list(Path folder) {
    try {
      return GivenFolder.list(folder).stream().map(f -> f.getFileName().toString());
    } catch (IOException e) {
      throw new RecipeFailure(
          "cannot read " + folder + ": " + GivenFile.reason(folder, e),
          "make it readable for this user, or pass another directory with --recipes",
          e);
    }
  }
}
