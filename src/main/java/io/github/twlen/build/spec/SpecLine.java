// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

/**
 * A line of a spec file.
 *
 * @param number from 1
 * @param text its bytes as characters, without the line end
 * @param end LF, CR LF, or empty
 * @param section such as {@code prep}; empty for the preamble
 * @param depth the number of {@code %if} around it
 * @param dead whether a condition around it is certainly false
 * @param body whether it continues a macro definition or call
 * @param continues whether the next line continues it: by a backslash or an open macro
 */
public record SpecLine(
    int number,
    String text,
    String end,
    String section,
    int depth,
    boolean dead,
    boolean body,
    boolean continues) {
  /** Returns its number for a message, without thousands separators. */
  String shown() {
    return String.valueOf(number);
  }

  /** Returns whether rpm's parser skips the line; it still expands macros in a comment. */
  public boolean comment() {
    String stripped = text.stripLeading();
    return stripped.startsWith("#") || stripped.startsWith("%dnl");
  }

  /** Returns whether the line has an effect in a section. */
  public boolean isActiveIn(String wanted) {
    return section.equals(wanted) && !dead && !body && !comment();
  }
}
