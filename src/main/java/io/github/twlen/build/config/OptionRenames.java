// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that options had in older kernels.
 *
 * @param older by the newer name, the older ones, the latest first
 */
public record OptionRenames(Map<String, List<String>> older) {
  /** Copies what it is given. */
  public OptionRenames {
    older = Map.copyOf(older);
  }

  /**
   * Reads a table of three columns: the old name, the new name, the kernel that brought the new
   * one. Lines that begin with # are comments.
   */
  public static OptionRenames parse(String text) {
    Map<String, List<String>> older = new HashMap<>();
    text.lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length == 3 && !columns[0].startsWith("#"))
        .forEach(
            columns ->
                older.merge(
                    "CONFIG_" + columns[1],
                    List.of("CONFIG_" + columns[0]),
                    (a, b) -> List.of(a.get(0), b.get(0))));
    return new OptionRenames(older);
  }

  /** Returns the name that an option has in a tree; empty when the tree has it under none. */
  public Optional<String> nameIn(Kconfig tree, String option) {
    return tree.defines(option)
        ? Optional.of(option)
        : older.getOrDefault(option, List.of()).stream().filter(tree::defines).findFirst();
  }
}
