// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds how a header defines {@code TCP_FIN_TIMEOUT}. What is not certain is told, not thrown. */
final class FinTimeoutReader {
  private FinTimeoutReader() {}

  static FinTimeoutLine in(HeaderScan header) {
    List<HeaderScan.Define> defines =
        header.defines(FinTimeoutLine.MACRO).stream()
            .filter(d -> d.compileState() != CompileState.DROPPED)
            .toList();
    if (defines.isEmpty()) {
      return new FinTimeoutLine.Absent();
    }
    HeaderScan.Define first = defines.get(0);
    if (defines.size() > 1) {
      return new FinTimeoutLine.Uncertain(
          first.number(), "it is defined " + defines.size() + " times");
    }
    if (first.compileState() == CompileState.CONDITIONAL) {
      return new FinTimeoutLine.Uncertain(first.number(), "it is defined under a condition");
    }
    Pattern undefined =
        Pattern.compile("#\\s*undef\\s+" + FinTimeoutLine.MACRO + "(?![A-Za-z0-9_])");
    if (!header.codeWith(undefined, p -> p != CompileState.DROPPED).isEmpty()) {
      return new FinTimeoutLine.Uncertain(first.number(), "it is undefined again");
    }
    return read(first);
  }

  private static FinTimeoutLine read(HeaderScan.Define define) {
    if (define.line().continued() || define.hasParameters()) {
      return new FinTimeoutLine.Uncertain(
          define.number(), "its spelling is not one that twlen reads");
    }
    String value = define.value();
    if (value.matches("\\(?\\s*" + TimewaitDefinition.MACRO + "\\s*\\)?")) {
      return new FinTimeoutLine.SameMacro(define.number());
    }
    Optional<JiffiesExpression> own = JiffiesExpression.parse(value);
    return own.isPresent()
        ? new FinTimeoutLine.OwnValue(define.number(), own.get().seconds())
        : new FinTimeoutLine.Uncertain(
            define.number(), "the meaning of " + value + " is not certain");
  }
}
