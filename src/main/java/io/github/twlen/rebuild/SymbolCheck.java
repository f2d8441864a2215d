// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.SymbolVersions;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Check.Name;
import java.util.List;
import java.util.Optional;

/** Compares the symbol versions of the stock and the patched kernel, both built in one tree. */
final class SymbolCheck {
  /** The number of symbols that are named. */
  private static final int NAMED = 3;

  private SymbolCheck() {}

  /**
   * Makes the check. Another version fails it where the vendor promises that versions remain.
   * Elsewhere no version is promised: third-party modules are compiled for each kernel.
   */
  static Check make(Optional<BuiltKernel> stock, BuiltKernel patched) {
    if (stock.isEmpty()) {
      return Check.notMade(Name.SYMBOLS, "symbols.noStock");
    }
    Optional<SymbolVersions> before = stock.get().symbols();
    if (before.isEmpty() || patched.symbols().isEmpty()) {
      return Check.notMade(Name.SYMBOLS, "symbols.none");
    }
    int count = before.get().versions().size();
    List<String> changed = before.get().changedIn(patched.symbols().get());
    if (changed.isEmpty()) {
      return Check.pass(Name.SYMBOLS, "symbols.same", "count", count);
    }
    List<String> named = changed.subList(0, Math.min(NAMED, changed.size()));
    Object[] values = {
      "changed", changed.size(), "count", count, "names", String.join(", ", named)
    };
    return before.get().promised()
        ? Check.fail(Name.SYMBOLS, "symbols.broken", values)
        : Check.pass(Name.SYMBOLS, "symbols.changed", values);
  }
}
