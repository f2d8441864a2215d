// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of somebody else's, such as a process's name, made fit for a line on a terminal. */
public final class TerminalText {
  /**
   * Controls of ASCII and of the second set (U+0080 to U+009F, among them a one-byte ESC [), what
   * turns the direction of text, what is no character, and what ends a line.
   */
  private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  /** The same, but for what lays out a text of many lines. */
  private static final Pattern NOT_LAYOUT = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\n\t]]");

  private TerminalText() {}

  /** The text, with a question mark for each character that a terminal would not just show. */
  public static String of(String text) {
    return NOT_PLAIN.matcher(text).replaceAll("?");
  }

  /** Returns as much of a text as fits, with a mark where more was. */
  public static String beginning(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }

  /** The same on one line: what ends lines and columns becomes a space. */
  public static String line(String text) {
    return of(text.replace('\n', ' ').replace('\t', ' '));
  }

  /** The same of many lines: line feeds and tabs stay. */
  public static String lines(String text) {
    return NOT_LAYOUT.matcher(text).replaceAll("?");
  }

  /** The same of bytes: UTF-8, or one character a byte where they are none. */
  public static String lines(byte[] text) {
    try {
      return lines(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      return lines(new String(text, StandardCharsets.ISO_8859_1));
    }
  }

  /** A JSON document with each such character escaped, which can only stand in its strings. */
  public static String inJson(String document) {
    return NOT_LAYOUT.matcher(document).replaceAll(TerminalText::escaped);
  }

  private static String escaped(MatchResult found) {
    StringBuilder escapes = new StringBuilder();
    found.group().chars().forEach(unit -> escapes.append(String.format("\\u%04X", unit)));
    return Matcher.quoteReplacement(escapes.toString());
  }
}
