// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.List;
import java.util.SortedMap;

/**
 * One hunk of a unified diff that replaces lines by as many others, with one line of context: of
 * more, some would cross the border where 2.6 has two blank lines above the macro and 3.10 has one.
 *
 * @param before the lines as they stand, in a row
 * @param after as many lines; those that do not change are the same
 */
record Hunk(List<SourceLine> before, List<SourceLine> after) {
  private static final int CONTEXT = 1;
  private static final String NO_NEWLINE = "\n\\ No newline at end of file\n";

  /**
   * @param edits the new text of lines, by number; at least one differs from what is there
   */
  static Hunk of(List<SourceLine> lines, SortedMap<Integer, String> edits) {
    List<Integer> changed =
        edits.keySet().stream().filter(n -> !lines.get(n - 1).text().equals(edits.get(n))).toList();
    int from = Math.max(1, changed.get(0) - CONTEXT);
    int to = Math.min(lines.size(), changed.get(changed.size() - 1) + CONTEXT);
    List<SourceLine> before = lines.subList(from - 1, to);
    List<SourceLine> after =
        before.stream()
            .map(line -> line.withText(edits.getOrDefault(line.number(), line.text())))
            .toList();
    return new Hunk(before, after);
  }

  int firstLine() {
    return before.get(0).number();
  }

  /** How often the lines that it wants to find stand in the file. */
  int fitsIn(List<SourceLine> lines) {
    int places = 0;
    for (int start = 0; start + before.size() <= lines.size(); start++) {
      int at = start;
      boolean fits = true;
      for (SourceLine line : before) {
        fits = fits && line.sameBytes(lines.get(at++));
      }
      places += fits ? 1 : 0;
    }
    return places;
  }

  /** As it stands in a patch; each line has the end that it has in the file. */
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
