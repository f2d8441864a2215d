// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The words of one pasted line; one object serves a whole table. Spaces are also tabs, carriage
 * returns and the no-break spaces of web pages. Marks of a quotation or a list at the beginning are
 * ignored.
 */
final class PastedLine {
  /** No name of a state or a protocol is longer, in bytes. */
  static final int LONGEST_NAME = 24;

  /** A row of ss with all options has fewer words before its internal values. */
  private static final int MOST_WORDS = 32;

  private static final String QUOTATION = ">|\"`";
  private static final int NBSP_FIRST = 0xC2;
  private static final int NBSP_SECOND = 0xA0;

  private byte[] bytes = {};
  private int end;
  private final int[] begins = new int[MOST_WORDS];
  private final int[] ends = new int[MOST_WORDS];
  private int words;

  /** Splits the line {@code table[from..to)}. */
  void split(byte[] table, int from, int to) {
    bytes = table;
    end = to;
    words = 0;
    int at = from;
    while (at < to && (space(at) > 0 || QUOTATION.indexOf(table[at]) >= 0)) {
      at += Math.max(1, space(at));
    }
    while (at < to && words < MOST_WORDS) {
      begins[words] = at;
      while (at < to && space(at) == 0) {
        at++;
      }
      ends[words++] = at;
      while (at < to && space(at) > 0) {
        at += space(at);
      }
    }
  }

  /** Returns the bytes of the space at a place; 0 if there is none. */
  private int space(int at) {
    int unit = bytes[at] & 0xFF;
    if (unit == ' ' || unit == '\t' || unit == '\r') {
      return 1;
    }
    boolean wide = unit == NBSP_FIRST && at + 1 < end && (bytes[at + 1] & 0xFF) == NBSP_SECOND;
    return wide ? 2 : 0;
  }

  /** Returns the number of words, at most {@value #MOST_WORDS}. */
  int words() {
    return words;
  }

  byte[] bytes() {
    return bytes;
  }

  int begin(int word) {
    return begins[word];
  }

  int end(int word) {
    return ends[word];
  }

  /** Returns where the line ends. */
  int end() {
    return end;
  }

  int length(int word) {
    return ends[word] - begins[word];
  }

  /** Returns a word; empty if the line has fewer. */
  String text(int word) {
    return word < words
        ? new String(bytes, begins[word], length(word), StandardCharsets.UTF_8)
        : "";
  }

  /** Returns the rest of the line from a word on; empty if the line has fewer. */
  String rest(int word) {
    return word < words
        ? new String(bytes, begins[word], end - begins[word], StandardCharsets.UTF_8)
        : "";
  }

  /** Returns whether a word consists of these bytes. */
  boolean is(int word, byte[] text) {
    return word < words && Arrays.equals(bytes, begins[word], ends[word], text, 0, text.length);
  }

  /** Returns a word of 1 to 10 digits as a number; negative if it is none. */
  long number(int word) {
    if (word >= words || length(word) > 10) {
      return -1;
    }
    long value = 0;
    for (int at = begins[word]; at < ends[word]; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
