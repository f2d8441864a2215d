// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TreeEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The template of a patch that lets a new tool build an old tree, as {@code patches/README.md}
 * describes it: words above, the two file lines of a traditional diff, and hunks that fit wherever
 * their lines are.
 */
public final class TreePatch {
  private static final Pattern FROM = Pattern.compile("--- a/(\\S+)");
  private static final Pattern RANGE =
      Pattern.compile("@@ -@LINE@,(\\d{1,4}) \\+@LINE@,(\\d{1,4}) @@");

  private final List<String> preamble;
  private final List<List<String>> rows;
  private final TreeEdit edit;

  private TreePatch(List<String> preamble, List<List<String>> rows, TreeEdit edit) {
    this.preamble = preamble;
    this.rows = rows;
    this.edit = edit;
  }

  /**
   * Reads a template.
   *
   * @param name the file's name, for messages
   * @throws PatchFailure naming {@code name:line} when it is not one
   */
  public static TreePatch parse(String name, byte[] content) {
    List<String> lines = SourceLine.split(content).stream().map(SourceLine::text).toList();
    int at = 0;
    while (at < lines.size() && !FROM.matcher(lines.get(at)).matches()) {
      at++;
    }
    Matcher from = FROM.matcher(at < lines.size() ? lines.get(at) : "");
    if (!from.matches()
        || at + 2 >= lines.size()
        || !lines.get(at + 1).equals("+++ b/" + from.group(1))) {
      throw PatchTemplate.failure(
          name, lines.size(), "there are no lines `--- a/FILE` and `+++ b/FILE` with a hunk");
    }
    List<List<String>> rows = new ArrayList<>();
    List<TreeEdit.Hunk> hunks = new ArrayList<>();
    for (int i = at + 2; i < lines.size(); ) {
      int next = i + 1;
      while (next < lines.size() && !lines.get(next).startsWith("@@ ")) {
        next++;
      }
      List<String> hunk = List.copyOf(lines.subList(i + 1, next));
      hunks.add(hunk(name, i + 1, lines.get(i), hunk));
      rows.add(hunk);
      i = next;
    }
    return new TreePatch(
        List.copyOf(lines.subList(0, at + 2)), rows, new TreeEdit(from.group(1), hunks));
  }

  private static TreeEdit.Hunk hunk(String name, int line, String head, List<String> rows) {
    Matcher range = RANGE.matcher(head);
    if (!range.matches()) {
      throw PatchTemplate.failure(name, line, "a hunk begins with `@@ -@LINE@,n +@LINE@,m @@`");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).isEmpty() || " -+".indexOf(rows.get(i).charAt(0)) < 0) {
        throw PatchTemplate.failure(
            name, line + 1 + i, "a line of a hunk begins with a blank, - or +");
      }
    }
    List<String> before = side(rows, '-');
    List<String> after = side(rows, '+');
    if (before.size() != Integer.parseInt(range.group(1))
        || after.size() != Integer.parseInt(range.group(2))
        || before.isEmpty()) {
      throw PatchTemplate.failure(
          name,
          line,
          "the hunk has " + before.size() + " and " + after.size() + " lines, and says otherwise");
    }
    return new TreeEdit.Hunk(before, after);
  }

  private static List<String> side(List<String> rows, char mark) {
    return rows.stream()
        .filter(row -> row.charAt(0) == ' ' || row.charAt(0) == mark)
        .map(row -> row.substring(1))
        .toList();
  }

  /** Returns what it changes. */
  public TreeEdit edit() {
    return edit;
  }

  /**
   * Returns the patch with the line numbers of a file; empty when it does not fit it.
   *
   * @param content the bytes of the file that it changes
   */
  public Optional<String> rendered(byte[] content) {
    StringBuilder text = new StringBuilder();
    preamble.forEach(line -> text.append(line).append('\n'));
    int moved = 0;
    for (int i = 0; i < rows.size(); i++) {
      TreeEdit.Hunk hunk = edit.hunks().get(i);
      int line = edit.line(content, hunk);
      if (line == 0) {
        return Optional.empty();
      }
      text.append("@@ -").append(line).append(',').append(hunk.before().size());
      text.append(" +").append(line + moved).append(',').append(hunk.after().size());
      text.append(" @@\n");
      rows.get(i).forEach(row -> text.append(row).append('\n'));
      moved += hunk.after().size() - hunk.before().size();
    }
    return Optional.of(text.toString());
  }
}
