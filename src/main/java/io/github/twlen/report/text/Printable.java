// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

/** Characters that must not reach a page or a terminal as they are. */
public final class Printable {
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int REPLACEMENT = 0xFFFD;

  private Printable() {}

  /**
   * The character itself, or a visible mark in its place: a control character could steer the
   * terminal, a bidirectional one could make a path read as another.
   */
  public static int mark(int point) {
    if (point < 0x20) {
      return CONTROL_PICTURES + point;
    }
    boolean bidirectional =
        (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    boolean nothing = Character.getType(point) == Character.SURROGATE || (point & 0xFFFE) == 0xFFFE;
    return Character.isISOControl(point) || bidirectional || nothing ? REPLACEMENT : point;
  }

  /** A text on one line, with every such character replaced. */
  static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .map(p -> p == '\n' || p == '\t' ? ' ' : mark(p))
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }
}
