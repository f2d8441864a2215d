// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import io.github.twlen.Suggestion;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.RecipeFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The known architectures, by name. */
public record Architectures(List<Architecture> all) {
  static final String DIRECTORY = "recipes/architectures/";
  private static final String SUFFIX = ".yaml";

  public Architectures {
    all = List.copyOf(all);
  }

  /** Returns those of the program alone. */
  public static Architectures bundled() {
    return Bundled.ALL;
  }

  /** Reads the files once. */
  private static final class Bundled {
    private static final Architectures ALL = read(new BundledFiles(List.of()));
  }

  /** Reads all files; fails when one is invalid. */
  static Architectures read(BundledFiles files) {
    return new Architectures(
        files.names(DIRECTORY, SUFFIX).stream().map(name -> read(files, name)).toList());
  }

  private static Architecture read(BundledFiles files, String name) {
    String file = DIRECTORY + name + SUFFIX;
    return new ArchitectureReader(files.shown(file))
        .read(new String(files.bytes(file).orElseThrow(), StandardCharsets.UTF_8));
  }

  /** Returns the one with this name of make, rpm, Debian or {@code uname -m}; fails for another. */
  public Architecture named(String name) {
    return all.stream()
        .filter(one -> one.isNamed(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RecipeFailure(
                    "cannot use --arch '" + YamlMap.shown(name) + "': unknown architecture",
                    Suggestion.fix("pass", name, all.stream().map(Architecture::name).toList())));
  }

  /** Returns the names of their images, for a pattern. */
  public String imageNames() {
    return all.stream()
        .map(one -> Pattern.quote(one.image().target()))
        .collect(Collectors.joining("|"));
  }

  /** Returns whether a target of make is the image of one of them, such as {@code bzImage}. */
  public boolean isImage(String target) {
    return all.stream().anyMatch(one -> one.image().target().equals(target));
  }

  /** Returns the host's; empty when it is unknown. */
  public Optional<Architecture> ofHost() {
    return all.stream().filter(Architecture::isOfHost).findFirst();
  }

  /** Returns the name of the host's. */
  public String hostName() {
    return ofHost().map(Architecture::name).orElse(System.getProperty("os.arch", "unknown"));
  }

  /** Returns their names, such as {@code arm64 or x86_64}. */
  public String names() {
    return all.stream().map(Architecture::name).collect(Collectors.joining(" or "));
  }
}
