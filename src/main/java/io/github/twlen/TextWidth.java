// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Measures and wraps text for a terminal, where a wide (East Asian) character takes two columns.
 */
public final class TextWidth {
  /** East Asian Width W and F of Unicode (UAX 11), as far as BMP text and emoji need it. */
  private static final String WIDE =
      "[\\u1100-\\u115f\\u2e80-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19"
          + "\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\x{1f300}-\\x{1f64f}"
          + "\\x{1f680}-\\x{1f6ff}\\x{1f900}-\\x{1f9ff}\\x{20000}-\\x{3fffd}]";

  private static final Pattern WIDE_CHARACTER = Pattern.compile(WIDE);
  private static final Pattern NO_COLUMN = Pattern.compile("[\\p{Mn}\\p{Me}\\p{Cf}]");

  /** Characters that must not end a line, and that must not begin one (JIS X 4051). */
  private static final String OPENING = "（「『【〔［｛〈《(\\[{";

  private static final String CLOSING = "）」』】〕］｝〉》、。，．・：；？！ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…)\\]},.:;?!/%";

  private static final Pattern BREAK =
      Pattern.compile(
          "(?<=[^ ])(?= )"
              + ("|(?<=WIDE)(?=[^ CLOSING])(?<![OPENING])"
                      + "|(?<=[^ ])(?=WIDE)(?![CLOSING])(?<![OPENING])")
                  .replace("WIDE", WIDE)
                  .replace("CLOSING", CLOSING)
                  .replace("OPENING", OPENING));

  private TextWidth() {}

  /** Returns the columns that text without control characters takes. */
  public static int of(String text) {
    return text.codePoints()
        .map(
            point -> {
              String character = Character.toString(point);
              return WIDE_CHARACTER.matcher(character).matches()
                  ? 2
                  : NO_COLUMN.matcher(character).matches() ? 0 : 1;
            })
        .sum();
  }

  /** Returns text followed by spaces up to a number of columns, at least one space. */
  public static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(1, columns - of(text)));
  }

  /** Returns the lines of a text; a word or command longer than a line is not broken. */
  public static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : BREAK.split(text, -1)) {
      if (!line.isEmpty() && of(line) + of(word) > columns) {
        lines.add(line);
        line = word.stripLeading();
      } else {
        line += word;
      }
    }
    lines.add(line);
    return lines;
  }
}
