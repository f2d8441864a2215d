// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.OptionalInt;

/** How a header defines {@code TCP_FIN_TIMEOUT}, the default of {@code tcp_fin_timeout}. */
public sealed interface FinTimeoutLine {
  /** The macro's name. */
  String MACRO = "TCP_FIN_TIMEOUT";

  /**
   * It is defined as {@code TCP_TIMEWAIT_LEN}, as in every mainline kernel since 2.4.
   *
   * @param line counted from 1
   */
  record SameMacro(int line) implements FinTimeoutLine {}

  /**
   * It has a value of its own.
   *
   * @param line counted from 1
   * @param seconds the value
   */
  record OwnValue(int line, int seconds) implements FinTimeoutLine {}

  /**
   * It is defined in a way whose meaning is not certain.
   *
   * @param line counted from 1
   * @param why what is not certain about it
   */
  record Uncertain(int line, String why) implements FinTimeoutLine {}

  /** The header does not define it. */
  record Absent() implements FinTimeoutLine {}

  /**
   * Its value in seconds, where that is certain.
   *
   * @param timewaitSeconds the value of {@code TCP_TIMEWAIT_LEN}
   */
  default OptionalInt seconds(int timewaitSeconds) {
    if (this instanceof SameMacro) {
      return OptionalInt.of(timewaitSeconds);
    }
    return this instanceof OwnValue own ? OptionalInt.of(own.seconds()) : OptionalInt.empty();
  }
}
