package io.github.twlen.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that are packed into the program, each of which a user may replace: one of the same
 * name in a folder of the user's wins.
 */
final class PackedFiles {
  private final List<Path> folders;

  /**
   * @param folders where the user's files are looked for, the first to be looked into first
   */
  PackedFiles(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** A user's file of this name: with its path below the folder, or lying in the folder itself. */
  Optional<Path> userFile(String name) {
    String alone = name.substring(name.lastIndexOf('/') + 1);
    return folders.stream()
        .flatMap(folder -> Stream.of(folder.resolve(name), folder.resolve(alone)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The bytes of a file; empty when neither the user nor the program has it. */
  Optional<byte[]> bytes(String name) {
    try {
      Optional<Path> own = userFile(name);
      if (own.isPresent()) {
        return Optional.of(Files.readAllBytes(own.get()));
      }
      try (InputStream in = PackedFiles.class.getResourceAsStream("/" + name)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new RecipeFailure(
          "cannot read " + name + ": " + e.getMessage(), "look at its permissions", e);
    }
  }

  /** The names of the user's recipes. */
  Stream<String> userRecipes() {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder, folder.resolve("recipes")))
        .filter(Files::isDirectory)
        .flatMap(PackedFiles::list)
        .filter(name -> name.endsWith(".yaml"))
        .map(name -> name.substring(0, name.length() - ".yaml".length()));
  }

  private static Stream<String> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file that the program certainly has. */
  String packedText(String name) {
    return new String(
        bytes(name)
            .orElseThrow(() -> new IllegalStateException("twlen was packed without " + name)),
        StandardCharsets.UTF_8);
  }
}
