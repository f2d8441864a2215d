// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of the patch that makes the length a setting, see {@code patches/README.md}: like a
 * unified diff, but each hunk names a region and a count instead of line numbers.
 *
 * @param edits the edits of each file; a name such as {@code a.{rst,txt}} stands for the first of
 *     these that a kernel has
 */
record SettingTemplate(Map<String, List<SettingEdit>> edits) {
  private static final Pattern FILE = Pattern.compile("--- a/([A-Za-z0-9_./{},-]+)");
  private static final Pattern HEAD =
      Pattern.compile(
          "@@ (?:once|([2-9]|[1-9]\\d) times) in"
              + " (the file|(?:struct )?[A-Za-z_]\\w*(?:\\(\\))?): (.*\\S) @@");
  private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Za-z0-9_]+)@");

  /**
   * Reads a template.
   *
   * @param name the file's name, for error messages
   * @param values the values of its placeholders other than {@code SECONDS}
   * @throws PatchFailure with {@code name:line} when it is not one
   */
  static SettingTemplate parse(String name, byte[] content, Map<String, String> values) {
    List<String> lines = SourceLine.split(content).stream().map(SourceLine::text).toList();
    Map<String, List<SettingEdit>> edits = new LinkedHashMap<>();
    List<SettingEdit> file = List.of();
    int at = 0;
    while (at < lines.size()) {
      Matcher from = FILE.matcher(lines.get(at));
      if (from.matches()) {
        if (at + 1 == lines.size() || !lines.get(at + 1).equals("+++ b/" + from.group(1))) {
          throw PatchFailure.ofTemplate(name, at + 2, "this line must be +++ b/" + from.group(1));
        }
        file = edits.computeIfAbsent(from.group(1), key -> new ArrayList<>());
        at += 2;
        continue;
      }
      if (edits.isEmpty()) {
        throw PatchFailure.ofTemplate(name, at + 1, "a template begins with `--- a/FILE`");
      }
      int end = at + 1;
      while (end < lines.size() && !lines.get(end).matches("(?s)@@ .*|--- a/.*")) {
        end++;
      }
      SettingEdit edit = edit(name, at, lines.subList(at, end)).filled(values);
      requireFilled(edit, values);
      file.add(edit);
      at = end;
    }
    if (edits.isEmpty() || edits.values().stream().anyMatch(List::isEmpty)) {
      throw PatchFailure.ofTemplate(name, lines.size(), "no hunk");
    }
    return new SettingTemplate(edits);
  }

  private static SettingEdit edit(String name, int at, List<String> lines) {
    Matcher head = HEAD.matcher(lines.get(0));
    if (!head.matches()) {
      throw PatchFailure.ofTemplate(
          name, at + 1, "a hunk begins with `@@ once in SCOPE: REASON @@` or `@@ N times in …`");
    }
    List<SettingEdit.Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.matches("(?s)[ +-].*")) {
        throw PatchFailure.ofTemplate(
            name, at + i + 1, "a line of a hunk begins with a space, - or +, even an empty one");
      }
      rows.add(new SettingEdit.Row(line.charAt(0), line.substring(1)));
    }
    int times = head.group(1) == null ? 1 : Integer.parseInt(head.group(1));
    SettingEdit edit = new SettingEdit(name, at + 1, times, head.group(2), head.group(3), rows);
    if (edit.before().isEmpty() || edit.before().equals(edit.after())) {
      throw PatchFailure.ofTemplate(name, at + 1, "a hunk needs lines of the kernel and a change");
    }
    return edit;
  }

  private static void requireFilled(SettingEdit edit, Map<String, String> values) {
    for (int i = 0; i < edit.rows().size(); i++) {
      String text = edit.rows().get(i).text().replace(SettingEdit.SECONDS, "");
      Matcher unknown = PLACEHOLDER.matcher(text);
      if (unknown.find()) {
        String why = "unknown placeholder " + unknown.group();
        String known =
            Stream.concat(Stream.of("SECONDS"), values.keySet().stream().sorted())
                .map(name -> "@" + name + "@")
                .collect(Collectors.joining(", "));
        throw PatchFailure.ofTemplate(
            edit.template(), edit.line() + i + 1, why, "use one of " + known);
      }
    }
  }
}
