// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes foreign text, such as a process name, safe to print on a terminal. */
public final class TerminalText {
  private TerminalText() {}

  /** Replaces each control character by a question mark. */
  public static String of(String text) {
    return isPlain(text, false) ? text : Unsafe.NOT_PLAIN.matcher(text).replaceAll("?");
  }

  /** Returns a text, truncated to a number of characters and marked with an ellipsis. */
  public static String beginning(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }

  /** Cleans a text for one line: newlines and tabs become spaces. */
  public static String line(String text) {
    return of(text.replace('\n', ' ').replace('\t', ' '));
  }

  /** Cleans a text of several lines: keeps newlines and tabs. */
  public static String lines(String text) {
    return isPlain(text, true) ? text : Unsafe.NOT_LAYOUT.matcher(text).replaceAll("?");
  }

  /** Decodes bytes as UTF-8, or as ISO-8859-1 where they are not UTF-8, and cleans them. */
  public static String lines(byte[] text) {
    try {
      return lines(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      return lines(new String(text, StandardCharsets.ISO_8859_1));
    }
  }

  /** Escapes the control characters of a JSON document, which occur only in its strings. */
  public static String inJson(String document) {
    return Unsafe.NOT_LAYOUT.matcher(document).replaceAll(TerminalText::escaped);
  }

  private static String escaped(MatchResult found) {
    StringBuilder escapes = new StringBuilder();
    found.group().chars().forEach(unit -> escapes.append(String.format("\\u%04X", unit)));
    return Matcher.quoteReplacement(escapes.toString());
  }

  /** Returns whether a text is printable ASCII; most are, and need no pattern. */
  private static boolean isPlain(String text, boolean layout) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = layout && (c == '\n' || c == '\t');
      if (!kept && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }

  /** The patterns are compiled for the first text that needs them. */
  private static final class Unsafe {
    /** Control characters (also U+0080 to U+009F), bidirectional marks, line separators. */
    static final Pattern NOT_PLAIN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** The same, except newlines and tabs. */
    static final Pattern NOT_LAYOUT = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\n\t]]");

    private Unsafe() {}
  }
}
