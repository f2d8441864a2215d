// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TreeEdit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parts that all patch templates share.
 *
 * @param name the template's file name, for error messages
 * @param lines its lines
 */
record TemplateParser(String name, List<String> lines) {
  private static final Pattern FROM = Pattern.compile("--- a/(\\S+)");
  private static final Pattern RANGE =
      Pattern.compile("@@ -@LINE@,(\\d{1,4}) \\+@LINE@,(\\d{1,4}) @@");

  static TemplateParser of(String name, byte[] content) {
    return new TemplateParser(
        name, SourceLine.split(content).stream().map(SourceLine::text).toList());
  }

  PatchFailure failure(int line, String why) {
    return PatchFailure.ofTemplate(name, line, why);
  }

  /**
   * Returns the index of the first {@code @@} line.
   *
   * @throws PatchFailure when no two file lines and a hunk are there
   */
  int firstHunk() {
    for (int at = 0; at + 2 < lines.size(); at++) {
      Matcher from = FROM.matcher(lines.get(at));
      if (from.matches() && lines.get(at + 1).equals("+++ b/" + from.group(1))) {
        return at + 2;
      }
    }
    throw failure(lines.size(), "no lines `--- a/FILE` and `+++ b/FILE` with a hunk after them");
  }

  /** Returns the file that the template changes, from the top of a kernel tree. */
  String file() {
    return lines.get(firstHunk() - 1).substring("+++ b/".length());
  }

  /**
   * Reads a hunk.
   *
   * @param head the index of its {@code @@} line
   * @param end the index after its last line
   */
  TreeEdit.Hunk hunk(int head, int end) {
    Matcher range = RANGE.matcher(lines.get(head));
    if (!range.matches()) {
      throw failure(head + 1, "a hunk begins with `@@ -@LINE@,n +@LINE@,m @@`");
    }
    for (int i = head + 1; i < end; i++) {
      if (!lines.get(i).matches("(?s)[ +-].*")) {
        throw failure(i + 1, "a line of a hunk begins with a space, - or +, even an empty one");
      }
    }
    return new TreeEdit.Hunk(
        side(head, end, '-', range.group(1)), side(head, end, '+', range.group(2)));
  }

  private List<String> side(int head, int end, char mark, String count) {
    List<String> side =
        lines.subList(head + 1, end).stream()
            .filter(row -> row.charAt(0) == ' ' || row.charAt(0) == mark)
            .map(row -> row.substring(1))
            .toList();
    if (side.isEmpty() || side.size() != Integer.parseInt(count)) {
      String why = "the hunk has %d lines of context and with %s, its first line says %s";
      throw failure(head + 1, why.formatted(side.size(), mark, count));
    }
    return side;
  }
}
