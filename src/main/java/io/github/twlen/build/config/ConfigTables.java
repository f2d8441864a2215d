// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

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
 * @param packed the bundled files by name, such as {@code recipes/configs/lean.config}
 */
public record ConfigTables(Function<String, Optional<byte[]>> packed) {
  /** Returns the options that QEMU's direct boot and the probe need. */
  public ConfigFragment proof() {
    return fragment("proof.config").orElseThrow();
  }

  /** Returns a bundled fragment; empty when the name is unknown. */
  public Optional<ConfigFragment> fragment(String name) {
    return text(name).map(text -> ConfigFragment.packed(name, text));
  }

  /** Returns the options that {@code --lean} disables. */
  LeanProfile lean() {
    return LeanProfile.parse(needed("lean.config"));
  }

  /**
   * Returns by an option's present name its older ones, the latest first. A row of the table has an
   * old name, a new name and the first kernel with the new one.
   */
  Map<String, List<String>> olderNames() {
    Map<String, List<String>> older = new HashMap<>();
    for (String row : rows(needed("renamed-options"))) {
      String[] columns = row.split("\\s+");
      if (columns.length == 3) {
        older
            .computeIfAbsent("CONFIG_" + columns[1], newer -> new ArrayList<>())
            .add("CONFIG_" + columns[0]);
      }
    }
    return older;
  }

  /** Returns the options whose value names a file. */
  FileOptions fileOptions() {
    return FileOptions.parse(needed("file-options"));
  }

  /** Returns the places of vendor configurations, for {@link VendorConfig#find}. */
  String vendorPlaces() {
    return needed("vendor-configs");
  }

  /** Returns the replacement of {@code tinyconfig} for kernels without this target. */
  ConfigFragment tiny() {
    return fragment("tiny.config").orElseThrow();
  }

  /**
   * Returns the options that a vendor's tree needs over the smallest configuration, from the newest
   * table up to its release; empty when the tree compiles only with the vendor's configuration.
   *
   * @param major the {@code RHEL_MAJOR} of the tree's Makefile
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

  private String needed(String name) {
    return text(name).orElseThrow(() -> new IllegalStateException("no bundled file " + name));
  }

  private Optional<String> text(String name) {
    return packed
        .apply("recipes/configs/" + name)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
