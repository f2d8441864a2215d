// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.build.BuildTree;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A vendor's own configuration for one architecture.
 *
 * @param name the file, or the files that it is merged from
 * @param text the text of a {@code .config}
 */
public record VendorConfig(String name, String text) {
  /**
   * Finds the vendor's configuration in a kernel tree.
   *
   * @param places one place a line, the first existing one decides: a glob, or several names, of
   *     which later files override earlier ones; {@code {rpm}} and {@code {directory}} are the
   *     architecture's names
   */
  public static Optional<VendorConfig> find(Path tree, String places, Architecture architecture) {
    String named =
        places
            .replace("{rpm}", architecture.rpm())
            .replace("{directory}", architecture.make().directory());
    return ConfigTables.rows(named).stream()
        .map(place -> Stream.of(place.split("\\s+")).flatMap(glob -> at(tree, glob)).toList())
        .filter(files -> !files.isEmpty())
        .findFirst()
        .map(VendorConfig::merged);
  }

  /** Returns a file that looks like a whole configuration under an unknown name. */
  public static Optional<Path> candidate(Path directory, Architecture architecture) {
    return list(directory, "*config*")
        .filter(file -> Files.isRegularFile(file) && isOf(BuildTree.text(file), architecture))
        .findFirst();
  }

  /** Returns whether a whole configuration is for an architecture. */
  public static boolean isOf(String config, Architecture architecture) {
    return config.lines().anyMatch((architecture.make().option() + "=y")::equals);
  }

  private static Stream<Path> at(Path tree, String glob) {
    Path directory = tree.resolve(glob.substring(0, glob.lastIndexOf('/') + 1));
    return Files.isDirectory(directory)
        ? list(directory, glob.substring(glob.lastIndexOf('/') + 1))
        : Stream.empty();
  }

  private static Stream<Path> list(Path directory, String glob) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
      return StreamSupport.stream(files.spliterator(), false).sorted().toList().stream();
    } catch (IOException e) {
      throw WorkspaceFailure.reading(directory, e);
    }
  }

  private static VendorConfig merged(List<Path> files) {
    String name =
        files.stream().map(f -> String.valueOf(f.getFileName())).collect(Collectors.joining(" + "));
    if (files.size() == 1) {
      return new VendorConfig(name, BuildTree.text(files.get(0)));
    }
    Map<String, String> options = new LinkedHashMap<>();
    files.forEach(file -> options.putAll(ConfigText.options(BuildTree.text(file))));
    return new VendorConfig(
        name,
        options.entrySet().stream()
            .map(option -> ConfigText.line(option.getKey(), option.getValue()) + "\n")
            .collect(Collectors.joining()));
  }
}
