// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.TerminalText;
import java.util.Map;

/** Colours a diff for a terminal. */
public final class Diff {
  private static final Map<Character, String> COLOURS = Map.of('+', "32", '-', "31", '@', "36");

  private Diff() {}

  /** Returns the text of a patch with its added, removed and @@ lines coloured. */
  public static String coloured(byte[] patch) {
    StringBuilder text = new StringBuilder();
    for (String line : (Iterable<String>) TerminalText.lines(patch).lines()::iterator) {
      String code = line.isEmpty() ? null : COLOURS.get(line.charAt(0));
      text.append(code == null ? line : "\u001b[" + code + "m" + line + "\u001b[0m").append('\n');
    }
    return text.toString();
  }
}
