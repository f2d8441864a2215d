// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Applies a patch of one hunk without fuzz or offset. */
final class StrictPatch {
  private static final Pattern RANGE = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

  private StrictPatch() {}

  static byte[] apply(byte[] patch, byte[] before) {
    String text = latin1(patch);
    assertThat(text).contains("\n--- a/include/net/tcp.h\n+++ b/include/net/tcp.h\n@@ ");
    List<String> rows = lines(text.substring(text.indexOf("\n@@ ") + 1));
    Matcher range = RANGE.matcher(rows.get(0).strip());
    assertThat(range.matches()).isTrue();
    List<String> old = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    char last = '@';
    for (String row : rows.subList(1, rows.size())) {
      char mark = row.charAt(0);
      if (mark == '\\') {
        cutLast(old, last != '+');
        cutLast(fresh, last != '-');
      }
      last = mark;
      if (mark == ' ' || mark == '-') {
        old.add(row.substring(1));
      }
      if (mark == ' ' || mark == '+') {
        fresh.add(row.substring(1));
      }
    }
    int start = Integer.parseInt(range.group(1)) - 1;
    assertThat(old).hasSize(Integer.parseInt(range.group(2)));
    assertThat(fresh).hasSize(Integer.parseInt(range.group(4)));
    List<String> file = lines(latin1(before));
    assertThat(file.subList(start, start + old.size())).isEqualTo(old);
    for (int i = 0; i < fresh.size(); i++) {
      file.set(start + i, fresh.get(i));
    }
    return String.join("", file).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Removes the newline of the row before the marker, on the sides that have this row. */
  private static void cutLast(List<String> side, boolean concerned) {
    if (concerned) {
      int at = side.size() - 1;
      side.set(at, side.get(at).substring(0, side.get(at).length() - 1));
    }
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static List<String> lines(String text) {
    return new ArrayList<>(List.of(text.split("(?<=\n)")));
  }
}
