// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TreeEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The template of a patch that lets a new tool build an old tree, see {@code patches/README.md}.
 * Its hunks may be anywhere in their file.
 *
 * @param preamble the text above the hunks, the two file lines included
 * @param rows the lines of each hunk, with their marks
 * @param edit the change that the template makes
 */
public record TreePatch(List<String> preamble, List<List<String>> rows, TreeEdit edit) {
  /**
   * Reads a template.
   *
   * @param name the file's name, for error messages
   * @throws PatchFailure with {@code name:line} when it is not one
   */
  public static TreePatch parse(String name, byte[] content) {
    TemplateParser parser = TemplateParser.of(name, content);
    List<String> lines = parser.lines();
    List<List<String>> rows = new ArrayList<>();
    List<TreeEdit.Hunk> hunks = new ArrayList<>();
    int first = parser.firstHunk();
    for (int head = first; head < lines.size(); ) {
      int end = head + 1;
      while (end < lines.size() && !lines.get(end).startsWith("@@ ")) {
        end++;
      }
      hunks.add(parser.hunk(head, end));
      rows.add(lines.subList(head + 1, end));
      head = end;
    }
    return new TreePatch(lines.subList(0, first), rows, new TreeEdit(parser.file(), hunks));
  }

  /** Returns the patch with the line numbers of a file's bytes; empty when it does not fit. */
  public Optional<String> rendered(byte[] content) {
    List<String> text = new ArrayList<>(preamble);
    int moved = 0;
    for (int i = 0; i < rows.size(); i++) {
      TreeEdit.Hunk hunk = edit.hunks().get(i);
      int line = edit.line(content, hunk);
      if (line == 0) {
        return Optional.empty();
      }
      int before = hunk.before().size();
      int after = hunk.after().size();
      text.add("@@ -%d,%d +%d,%d @@".formatted(line, before, line + moved, after));
      text.addAll(rows.get(i));
      moved += after - before;
    }
    return Optional.of(String.join("\n", text) + "\n");
  }
}
