// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A line of a source file. Bytes are read as ISO-8859-1, so that each is written back unchanged.
 *
 * @param number counted from 1
 * @param text without its end
 * @param end {@code "\n"}, {@code "\r\n"}, or empty where the file has no final newline
 */
record SourceLine(int number, String text, String end) {
  private static final String CRLF = "\r\n";
  private static final String LF = "\n";

  static List<SourceLine> split(byte[] content) {
    String all = new String(content, StandardCharsets.ISO_8859_1);
    List<SourceLine> lines = new ArrayList<>();
    int from = 0;
    while (from < all.length()) {
      int newline = all.indexOf('\n', from);
      int next = newline < 0 ? all.length() : newline + 1;
      String end = newline < 0 ? "" : newline > from && all.charAt(newline - 1) == '\r' ? CRLF : LF;
      lines.add(new SourceLine(lines.size() + 1, all.substring(from, next - end.length()), end));
      from = next;
    }
    return lines;
  }

  static byte[] join(List<SourceLine> lines) {
    StringBuilder all = new StringBuilder();
    lines.forEach(line -> all.append(line.text()).append(line.end()));
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns it with its text in {@code edits}, where its number has one. */
  SourceLine edited(Map<Integer, String> edits) {
    return new SourceLine(number, edits.getOrDefault(number, text), end);
  }

  boolean sameBytes(SourceLine other) {
    return text.equals(other.text) && end.equals(other.end);
  }
}
