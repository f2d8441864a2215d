package io.github.twlen.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A diff as a terminal shows it. */
final class Diff {
  private static final Map<Character, String> COLOURS = Map.of('+', "32", '-', "31", '@', "36");

  private Diff() {}

  /**
   * The bytes of a patch, which may be no UTF-8.
   *
   * @param colour whether added, removed and place lines are coloured
   */
  static byte[] shown(byte[] patch, boolean colour) {
    if (!colour) {
      return patch;
    }
    String plain = new String(patch, StandardCharsets.ISO_8859_1);
    StringBuilder text = new StringBuilder();
    for (String line : (Iterable<String>) plain.lines()::iterator) {
      String code = line.isEmpty() ? null : COLOURS.get(line.charAt(0));
      text.append(code == null ? line : "\u001b[" + code + "m" + line + "\u001b[0m").append('\n');
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
