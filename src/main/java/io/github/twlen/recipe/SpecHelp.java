// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Optional;

/**
 * What {@code recipes/remedies.yaml} knows of vendors' specs.
 *
 * @param macros macros that specs call and that rpm itself does not have
 * @param beside conditions of specs that make packages beside the kernel, such as {@code perf}
 */
public record SpecHelp(List<SpecMacro> macros, List<String> beside) {
  /** Nothing is known. */
  public static final SpecHelp NONE = new SpecHelp(List.of(), List.of());

  /** Copies what it is given. */
  public SpecHelp {
    macros = List.copyOf(macros);
    beside = List.copyOf(beside);
  }

  /** Returns what is known of a macro. */
  public Optional<SpecMacro> macro(String name) {
    return macros.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
