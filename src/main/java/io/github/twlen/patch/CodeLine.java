// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * A line and its code: the same text, column by column, with spaces for every comment.
 *
 * @param opensComment whether a block comment is open at its end
 * @param continued whether it ends in a backslash
 * @param continuation whether the line before ends in a backslash: no directive can begin here
 */
record CodeLine(
    SourceLine source, String code, boolean opensComment, boolean continued, boolean continuation) {

  static List<CodeLine> of(List<SourceLine> lines) {
    List<CodeLine> all = new ArrayList<>(lines.size());
    boolean inComment = false;
    boolean continuation = false;
    for (SourceLine line : lines) {
      CommentEraser eraser = new CommentEraser(line.text(), inComment);
      String code = eraser.erased();
      inComment = eraser.inComment;
      boolean continued = line.text().endsWith("\\");
      all.add(new CodeLine(line, code, inComment, continued, continuation));
      continuation = continued;
    }
    return all;
  }

  boolean isBlank() {
    return code.isBlank();
  }

  /** Replaces the comments of one line, but nothing inside a literal. */
  private static final class CommentEraser {
    private final char[] chars;
    private boolean inComment;
    private int at;

    CommentEraser(String text, boolean inComment) {
      this.chars = text.toCharArray();
      this.inComment = inComment;
    }

    String erased() {
      while (at < chars.length) {
        if (inComment) {
          inComment = !startsWith("*/");
          erase(inComment ? 1 : 2);
        } else if (startsWith("/*")) {
          inComment = true;
          erase(2);
        } else if (startsWith("//")) {
          erase(chars.length - at);
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

    private void erase(int count) {
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
