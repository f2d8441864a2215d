// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One change of a template: lines that must be in a region of a file, so many times, and what
 * becomes of them.
 *
 * @param template the template's name and line, for error messages
 * @param times how often the lines must be there, at least 1
 * @param scope the region, see {@link SourceScope}
 * @param reason what the change is for
 * @param rows its lines
 */
record SettingEdit(
    String template, int line, int times, String scope, String reason, List<Row> rows) {
  static final String SECONDS = "@SECONDS@";

  /** A line with the mark of a unified diff: a space, {@code -} or {@code +}. */
  record Row(char mark, String text) {}

  SettingEdit {
    rows = List.copyOf(rows);
  }

  /** Returns the lines before the change. */
  List<String> before() {
    return side('-');
  }

  /** Returns the lines after the change. */
  List<String> after() {
    return side('+');
  }

  private List<String> side(char mark) {
    return rows.stream()
        .filter(row -> row.mark() == ' ' || row.mark() == mark)
        .map(Row::text)
        .toList();
  }

  /** Returns the edit with its placeholders replaced. */
  SettingEdit filled(Map<String, String> values) {
    return each(
        text -> {
          String filled = text;
          for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("@" + value.getKey() + "@", value.getValue());
          }
          return filled;
        });
  }

  /** Returns the edit with a default length. */
  SettingEdit withDefault(int seconds) {
    return each(text -> text.replace(SECONDS, Integer.toString(seconds)));
  }

  private SettingEdit each(UnaryOperator<String> change) {
    return withRows(
        rows.stream().map(row -> new Row(row.mark(), change.apply(row.text()))).toList());
  }

  /** Returns the edit that undoes this one. */
  SettingEdit reversed() {
    List<Row> swapped = new ArrayList<>();
    // As in a diff, removed lines come first.
    List<Row> added = new ArrayList<>();
    for (Row row : rows) {
      if (row.mark() == '-') {
        added.add(new Row('+', row.text()));
      } else if (row.mark() == '+') {
        swapped.add(new Row('-', row.text()));
      } else {
        swapped.addAll(added);
        added.clear();
        swapped.add(row);
      }
    }
    swapped.addAll(added);
    return withRows(swapped);
  }

  /** Returns an edit without a change. */
  SettingEdit unchanged() {
    return withRows(before().stream().map(text -> new Row(' ', text)).toList());
  }

  /** Returns the edit of a patched file from one default length to another. */
  SettingEdit between(int old, int wanted) {
    List<Row> changed = new ArrayList<>();
    for (String text : after()) {
      String from = text.replace(SECONDS, Integer.toString(old));
      String to = text.replace(SECONDS, Integer.toString(wanted));
      if (from.equals(to)) {
        changed.add(new Row(' ', from));
      } else {
        changed.add(new Row('-', from));
        changed.add(new Row('+', to));
      }
    }
    return withRows(changed);
  }

  private SettingEdit withRows(List<Row> others) {
    return new SettingEdit(template, line, times, scope, reason, others);
  }
}
