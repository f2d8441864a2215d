package io.github.twlen.process;

import java.util.regex.Pattern;

/** Text of somebody else's, such as a process's name, made fit for a line on a terminal. */
public final class PlainText {
  /**
   * Controls of ASCII and of the second set (U+0080 to U+009F, among them a one-byte ESC [), what
   * turns the direction of text, what is no character, and what ends a line.
   */
  private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private PlainText() {}

  /** The text, with a question mark for each character that a terminal would not just show. */
  public static String of(String text) {
    return NOT_PLAIN.matcher(text).replaceAll("?");
  }
}
