// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.process.CommandResult;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * rpm's error message about a spec.
 *
 * @param line the line of the spec that rpm read; 0 when the message names none
 */
public record RpmFault(int line, String what) {
  /** No error. */
  static final RpmFault NONE = new RpmFault(0, "");

  private static final String ERROR = "error: ";

  /** rpm writes {@code line 7: ...} or {@code /path/kernel.spec:7: ...}. */
  private static final Pattern PLACE =
      Pattern.compile("(?:\\S*\\.spec:\\s?)?(?:line )?(\\d{1,7}):\\s*(.*)");

  /** Returns the first error of a program of rpm, preferably one that names a line. */
  public static RpmFault of(CommandResult result) {
    List<String> errors =
        result.errors().stream()
            .filter(line -> line.startsWith(ERROR))
            .map(line -> line.substring(ERROR.length()))
            .toList();
    // "parse error in expression" names no line; the next error does.
    String error =
        errors.stream()
            .filter(line -> PLACE.matcher(line).matches())
            .findFirst()
            .orElseGet(() -> errors.isEmpty() ? result.lastLine() : errors.get(0));
    Matcher place = PLACE.matcher(error);
    return place.matches()
        ? new RpmFault(Integer.parseInt(place.group(1)), place.group(2).strip())
        : new RpmFault(0, error);
  }

  /**
   * Returns the message with the line of the user's spec.
   *
   * @param name the name of the spec
   * @param lines gives the line of the user's spec for that of the spec that rpm read
   */
  public String shown(String name, IntUnaryOperator lines) {
    return line == 0 ? what : name + ":" + lines.applyAsInt(line) + ": " + what;
  }
}
