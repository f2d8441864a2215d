// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * A line and its code: the same text, column by column, with every comment blanked out.
 *
 * @param source the line as it stands
 * @param code the text without comments, of the same length
 * @param opensComment whether a block comment is still open at its end
 * @param continued whether it ends in a backslash, so that the next line belongs to it
 * @param continuation whether it belongs to the line before: no directive can begin here
 */
record CodeLine(
    SourceLine source, String code, boolean opensComment, boolean continued, boolean continuation) {

  static List<CodeLine> of(List<SourceLine> lines) {
    List<CodeLine> all = new ArrayList<>(lines.size());
    boolean inComment = false;
    boolean continuation = false;
    for (SourceLine line : lines) {
      Blanker blanker = new Blanker(line.text(), inComment);
      String code = blanker.blanked();
      inComment = blanker.inComment;
      boolean continued = line.text().endsWith("\\");
      all.add(new CodeLine(line, code, inComment, continued, continuation));
      continuation = continued;
    }
    return all;
  }

  boolean blank() {
    return code.isBlank();
  }

  /** Blanks the comments of one line; a literal is left alone, whatever it looks like inside. */
  private static final class Blanker {
    private final char[] chars;
    private boolean inComment;
    private int at;

    Blanker(String text, boolean inComment) {
      this.chars = text.toCharArray();
      this.inComment = inComment;
    }

    String blanked() {
      while (at < chars.length) {
        if (inComment) {
          inComment = !startsWith("*/");
          blank(inComment ? 1 : 2);
        } else if (startsWith("/*")) {
          inComment = true;
          blank(2);
        } else if (startsWith("//")) {
          blank(chars.length - at);
        } else if (chars[at] == '"' || chars[at] == '\'') {
          skipLiteral(chars[at]);
        } else {
          at++;
        }
      }
      return new String(chars);
    }

    private boolean startsWith(String two) {
      return at + 1 < chars.length && chars[at] == two.charAt(0) && chars[at + 1] == two.charAt(1);
    }

    private void blank(int count) {
      for (int end = at + count; at < end; at++) {
        chars[at] = ' ';
      }
    }

    private void skipLiteral(char quote) {
      at++;
      while (at < chars.length && chars[at] != quote) {
        at += chars[at] == '\\' ? 2 : 1;
      }
      at++;
    }
  }
}
