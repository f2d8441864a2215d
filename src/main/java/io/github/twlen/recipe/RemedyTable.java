// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of {@code recipes/remedies.yaml}.
 *
 * @param remedies in the order of reports
 */
public record RemedyTable(List<Remedy> remedies, List<ToolLimit> limits, SpecHelp specs) {
  /** The bundled file. */
  public static final String FILE = "recipes/remedies.yaml";

  /** No remedies and no limits. */
  public static final RemedyTable NONE = new RemedyTable(List.of(), List.of(), SpecHelp.NONE);

  public RemedyTable {
    remedies = List.copyOf(remedies);
    limits = List.copyOf(limits);
  }

  /** Returns this table without the remedies that concern only other architectures. */
  public RemedyTable of(Architecture architecture) {
    List<Remedy> own = remedies.stream().filter(one -> one.concerns(architecture)).toList();
    return new RemedyTable(own, limits, specs);
  }

  /**
   * Returns the remedies that a kernel needs with some tools, as far as versions decide.
   *
   * @param tools the version of each installed tool, by name
   */
  public List<Remedy> concerning(Version kernel, Map<String, Version> tools) {
    return remedies.stream()
        .filter(one -> tools.containsKey(one.tool()))
        .filter(one -> one.concerns(kernel, Objects.requireNonNull(tools.get(one.tool()))))
        .toList();
  }

  /** Returns the limit of a tool for a kernel. */
  public Optional<ToolLimit> limit(Version kernel, String tool) {
    return limits(kernel).filter(limit -> limit.tool().equals(tool)).findFirst();
  }

  /** Returns all limits that hold for a kernel. */
  public Stream<ToolLimit> limits(Version kernel) {
    return limits.stream().filter(limit -> limit.kernels().contains(kernel));
  }
}
