// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * One hunk of a unified diff that replaces lines by as many others. It has one line of context:
 * more would not fit both 2.6, with two empty lines above the macro, and 3.10, with one.
 *
 * @param before consecutive lines of the file
 * @param after as many lines; those that do not change are the same
 */
record Hunk(List<SourceLine> before, List<SourceLine> after) {
  private static final int CONTEXT = 1;
  private static final String NO_NEWLINE = "\n\\ No newline at end of file\n";

  /**
   * Returns the hunk of these edits.
   *
   * @param edits the new text of lines, by number; at least one differs from the present text
   */
  static Hunk of(List<SourceLine> lines, SortedMap<Integer, String> edits) {
    List<Integer> changed =
        edits.keySet().stream().filter(n -> !lines.get(n - 1).text().equals(edits.get(n))).toList();
    int from = Math.max(1, changed.get(0) - CONTEXT);
    int to = Math.min(lines.size(), changed.get(changed.size() - 1) + CONTEXT);
    List<SourceLine> before = lines.subList(from - 1, to);
    return new Hunk(before, before.stream().map(line -> line.edited(edits)).toList());
  }

  int firstLine() {
    return before.get(0).number();
  }

  /** Returns how often the lines before the change occur in the file. */
  long placesIn(List<SourceLine> lines) {
    return IntStream.rangeClosed(0, lines.size() - before.size())
        .filter(start -> fitsAt(lines, start))
        .count();
  }

  private boolean fitsAt(List<SourceLine> lines, int start) {
    return IntStream.range(0, before.size())
        .allMatch(i -> before.get(i).sameBytes(lines.get(start + i)));
  }

  /** Returns its text in a patch; each line ends as it does in the file. */
  String text() {
    StringBuilder text = new StringBuilder();
    String range = firstLine() + "," + before.size();
    text.append("@@ -").append(range).append(" +").append(range).append(" @@\n");
    int at = 0;
    while (at < before.size()) {
      int end = at;
      while (end < before.size() && !before.get(end).sameBytes(after.get(end))) {
        end++;
      }
      if (end == at) {
        append(text, ' ', before.subList(at, ++end));
      } else {
        append(text, '-', before.subList(at, end));
        append(text, '+', after.subList(at, end));
      }
      at = end;
    }
    return text.toString();
  }

  private static void append(StringBuilder text, char mark, List<SourceLine> lines) {
    for (SourceLine line : lines) {
      text.append(mark).append(line.text());
      text.append(line.end().isEmpty() ? NO_NEWLINE : line.end());
    }
  }
}
