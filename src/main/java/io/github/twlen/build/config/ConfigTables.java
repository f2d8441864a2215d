// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.recipe.Architecture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads the tables of {@code recipes/configs}.
 *
 * @param packed returns bundled files by name
 * @param architecture adds its options to fragments
 */
public record ConfigTables(Function<String, Optional<byte[]>> packed, Architecture architecture) {
  /** Returns the options that QEMU's direct boot and the probe need. */
  public ConfigFragment proof() {
    return fragment("proof.config").orElseThrow();
  }

  /** Returns a bundled fragment; empty when the name is unknown. */
  public Optional<ConfigFragment> fragment(String name) {
    String own = architecture.fragments().getOrDefault(name, "");
    return optionalText(name).map(text -> ConfigFragment.packed(name, text + "\n" + own));
  }

  /**
   * Returns by an option's present name its older ones, the latest first. A row of the table has an
   * old name, a new name and the first kernel with the new one.
   */
  Map<String, List<String>> olderNames() {
    Map<String, List<String>> older = new HashMap<>();
    for (String row : rows(text("renamed-options"))) {
      String[] columns = row.split("\\s+");
      if (columns.length == 3) {
        older
            .computeIfAbsent("CONFIG_" + columns[1], newer -> new ArrayList<>())
            .add("CONFIG_" + columns[0]);
      }
    }
    return older;
  }

  /**
   * Returns the options that a vendor's tree with this {@code RHEL_MAJOR} needs over the smallest
   * configuration; empty when it compiles only with the vendor's configuration.
   */
  Optional<ConfigFragment> vendorMinimum(int major) {
    return IntStream.iterate(major, release -> release > 0, release -> release - 1)
        .mapToObj(release -> fragment("rhel" + release + ".config"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Returns the lines of a table without comments. */
  static List<String> rows(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Returns the text of a table. */
  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new IllegalStateException("no bundled file " + name));
  }

  private Optional<String> optionalText(String name) {
    return packed
        .apply("recipes/configs/" + name)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
