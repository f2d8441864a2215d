// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of {@code recipes/remedies.yaml}.
 *
 * @param remedies in the order in which they are told
 * @param limits how far they reach
 * @param specs what is known of vendors' specs
 */
public record RemedyTable(List<Remedy> remedies, List<ToolLimit> limits, SpecHelp specs) {
  /** The file, among those that are packed. */
  public static final String FILE = "recipes/remedies.yaml";

  /** No remedies and no limits. */
  public static final RemedyTable NONE = new RemedyTable(List.of(), List.of(), SpecHelp.NONE);

  /** Copies what it is given. */
  public RemedyTable {
    remedies = List.copyOf(remedies);
    limits = List.copyOf(limits);
  }

  /**
   * Returns the remedies that such a kernel needs with such tools, as far as versions tell.
   *
   * @param tools the version of each tool that is there, by name
   */
  public List<Remedy> concerning(Version kernel, Map<String, Version> tools) {
    return remedies.stream()
        .filter(
            one ->
                Optional.ofNullable(tools.get(one.tool()))
                    .map(version -> one.concerns(kernel, version))
                    .orElse(false))
        .toList();
  }

  /** Returns the limit of a tool for a kernel, if there is one. */
  public Optional<ToolLimit> limit(Version kernel, String tool) {
    return limits(kernel).filter(limit -> limit.tool().equals(tool)).findFirst();
  }

  /** Returns all limits that hold for a kernel. */
  public Stream<ToolLimit> limits(Version kernel) {
    return limits.stream().filter(limit -> limit.kernels().contains(kernel));
  }
}
