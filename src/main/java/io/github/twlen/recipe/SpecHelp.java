// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Optional;

/**
 * Facts about the specs of vendors, from {@code recipes/remedies.yaml}.
 *
 * @param macros macros that specs call and that rpm itself does not define
 * @param beside conditions of specs for packages other than the kernel, such as {@code perf}
 */
public record SpecHelp(List<SpecMacro> macros, List<String> beside) {
  /** No facts. */
  public static final SpecHelp NONE = new SpecHelp(List.of(), List.of());

  public SpecHelp {
    macros = List.copyOf(macros);
    beside = List.copyOf(beside);
  }

  /** Returns the row of a macro. */
  public Optional<SpecMacro> macro(String name) {
    return macros.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
