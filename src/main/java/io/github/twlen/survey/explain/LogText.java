// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import io.github.twlen.TerminalText;
import java.util.regex.Pattern;

/** Takes colours, JSON escapes and control characters from a log line. */
final class LogText {
  /** Longer lines are truncated: no known line is longer, and searching costs time. */
  private static final int LONGEST = 4_096;

  private static final Pattern COLOUR =
      Pattern.compile("(?:\u001b|\\\\u001[bB]|\\\\x1[bB]|\\\\e|#033)\\[[0-9;]{0,16}[A-Za-z]");

  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"'/\\\\])");
  private static final Pattern SPACE = Pattern.compile("\\\\[nrt]");

  private LogText() {}

  static String plain(String line) {
    String shorter = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    String black = COLOUR.matcher(shorter).replaceAll("");
    String unescaped = ESCAPED.matcher(SPACE.matcher(black).replaceAll(" ")).replaceAll("$1");
    return TerminalText.line(unescaped).strip();
  }
}
