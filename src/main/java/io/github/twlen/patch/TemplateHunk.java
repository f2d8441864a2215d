// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hunk of a template, with its placeholders: one line of context, lines that go, as many lines
 * that come, one line of context.
 *
 * @param before the lines that must stand in the file
 * @param after as many lines that stand there afterwards
 */
record TemplateHunk(List<String> before, List<String> after) {
  /** How many lines of context stand on either side. */
  static final int CONTEXT = 1;

  private static final Pattern RANGE =
      Pattern.compile("@@ -@LINE@,(\\d{1,4}) \\+@LINE@,(\\d{1,4}) @@");
  private static final Pattern DEFINE =
      Pattern.compile("#define " + TimewaitDefinition.MACRO + "\\s.*@(OLD|NEW)@.*");

  /**
   * @param firstLine the number of the {@code @@} line in the template
   * @param lines from that line to the template's end
   */
  static TemplateHunk parse(String name, int firstLine, List<String> lines) {
    Matcher range = RANGE.matcher(lines.get(0));
    if (!range.matches()) {
      throw PatchTemplate.failure(
          name, firstLine, "a hunk begins with `@@ -@LINE@,n +@LINE@,n @@`, n its number of lines");
    }
    List<String> rows = lines.subList(1, lines.size());
    checkOrder(name, firstLine, rows);
    List<String> before = marked(rows, '-');
    List<String> after = marked(rows, '+');
    checkCount(name, firstLine, before.size(), range.group(1));
    checkCount(name, firstLine, after.size(), range.group(2));
    if (before.size() != after.size()) {
      throw PatchTemplate.failure(name, firstLine, "as many lines must come as go");
    }
    checkDefine(name, firstLine + 2, before.get(CONTEXT), "OLD");
    checkDefine(name, firstLine + before.size(), after.get(CONTEXT), "NEW");
    return new TemplateHunk(before, after);
  }

  private static void checkOrder(String name, int firstLine, List<String> rows) {
    StringBuilder marks = new StringBuilder();
    for (String row : rows) {
      char mark = row.isEmpty() ? '?' : row.charAt(0);
      marks.append(mark);
      if (" -+".indexOf(mark) < 0) {
        throw PatchTemplate.failure(
            name,
            firstLine + marks.length(),
            "a line of a hunk begins with a blank, - or +, also where nothing follows");
      }
    }
    if (!marks.toString().matches(" -+\\++ ")) {
      throw PatchTemplate.failure(
          name,
          firstLine,
          "a hunk is a line of context, lines with -, lines with +, a line of context");
    }
  }

  private static List<String> marked(List<String> rows, char mark) {
    List<String> texts = new ArrayList<>();
    for (String row : rows) {
      if (row.charAt(0) == ' ' || row.charAt(0) == mark) {
        texts.add(row.substring(1));
      }
    }
    return texts;
  }

  private static void checkCount(String name, int line, int count, String told) {
    if (count != Integer.parseInt(told)) {
      throw PatchTemplate.failure(
          name, line, "the hunk has " + count + " lines on that side and not " + told);
    }
  }

  private static void checkDefine(String name, int line, String text, String placeholder) {
    Matcher define = DEFINE.matcher(text);
    if (!define.matches() || !placeholder.equals(define.group(1))) {
      throw PatchTemplate.failure(
          name,
          line,
          "this must be the line `#define %s` with @%s@"
              .formatted(TimewaitDefinition.MACRO, placeholder));
    }
  }

  /** Whether a line that goes defines the macro. */
  boolean changes(String macro) {
    Pattern define = Pattern.compile("#define\\s+" + macro + "\\s.*");
    for (int i = CONTEXT; i < before.size() - CONTEXT; i++) {
      if (define.matcher(before.get(i)).matches()) {
        return true;
      }
    }
    return false;
  }
}
