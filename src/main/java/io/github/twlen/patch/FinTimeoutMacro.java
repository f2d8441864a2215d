// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Message;
import java.util.OptionalInt;

/** A header's definition of {@code TCP_FIN_TIMEOUT}, the default of {@code tcp_fin_timeout}. */
sealed interface FinTimeoutMacro {
  String NAME = "TCP_FIN_TIMEOUT";

  /** The macro {@code TCP_TIMEWAIT_LEN}, as in every mainline kernel since 2.4. */
  record SameMacro() implements FinTimeoutMacro {}

  /** A number of seconds. */
  record OwnValue(int seconds) implements FinTimeoutMacro {}

  /**
   * A definition whose meaning is not certain.
   *
   * @param reason file, line and reason
   */
  record Uncertain(String reason) implements FinTimeoutMacro {}

  /** No definition. */
  record Absent() implements FinTimeoutMacro {}

  /** Reads it from a header; an uncertain definition is returned, not thrown. */
  static FinTimeoutMacro in(HeaderScan header) {
    try {
      return header.onlyDefine(NAME).map(FinTimeoutMacro::read).orElseGet(Absent::new);
    } catch (PatchFailure e) {
      return new Uncertain(e.reason());
    }
  }

  private static FinTimeoutMacro read(HeaderScan.Define define) {
    return define.value().matches("\\(?\\s*" + TimewaitDefinition.MACRO + "\\s*\\)?")
        ? new SameMacro()
        : new OwnValue(define.jiffies().seconds());
  }

  /**
   * Returns its value in seconds, where that is certain.
   *
   * @param timewaitSeconds the value of {@code TCP_TIMEWAIT_LEN}
   */
  default OptionalInt seconds(int timewaitSeconds) {
    if (this instanceof SameMacro) {
      return OptionalInt.of(timewaitSeconds);
    }
    return this instanceof OwnValue own ? OptionalInt.of(own.seconds()) : OptionalInt.empty();
  }

  /**
   * Returns what happens to the default of {@code tcp_fin_timeout}.
   *
   * @param present the header before the patch
   * @param seconds the length after it
   * @param after this macro after it
   */
  static Message note(TimewaitDefinition present, int seconds, FinTimeoutMacro after) {
    if (after instanceof Uncertain uncertain) {
      return Message.of(PatchTemplate.class, "fin.uncertain", "reason", uncertain.reason());
    }
    if (after instanceof OwnValue own) {
      boolean changes = present.finTimeout() instanceof SameMacro;
      return Message.of(
          PatchTemplate.class, changes ? "fin.keeps" : "fin.own", "seconds", own.seconds());
    }
    if (after instanceof Absent) {
      return Message.of(PatchTemplate.class, "fin.absent");
    }
    int before = present.finTimeout().seconds(present.seconds()).orElseThrow();
    return before == seconds
        ? Message.of(PatchTemplate.class, "fin.same", "seconds", seconds)
        : Message.of(PatchTemplate.class, "fin.follows", "before", before, "after", seconds);
  }
}
