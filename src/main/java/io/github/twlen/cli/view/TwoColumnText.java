// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.TerminalText;
import io.github.twlen.TextWidth;

/**
 * Text in two columns, a name and a text, at most {@value #COLUMNS} wide. It replaces control
 * characters; only its own colours remain.
 */
public final class TwoColumnText {
  public static final int COLUMNS = 100;

  private final boolean colour;
  private final StringBuilder out = new StringBuilder();

  /** Colours with ANSI sequences if {@code colour}. */
  public TwoColumnText(boolean colour) {
    this.colour = colour;
  }

  void blankLine() {
    out.append('\n');
  }

  /** Adds a line above those that belong to it. */
  public void heading(String text) {
    out.append(TerminalText.line(text)).append('\n');
  }

  /** Adds a name and a text, which is wrapped in its column. */
  public void plain(int indent, int width, String name, String text) {
    String plain = TerminalText.line(name);
    add(indent, width, plain, plain, text);
  }

  /** Adds the same with a bold name: green if {@code well}, else yellow. */
  public void coloured(int indent, int width, String name, boolean well, String text) {
    String plain = TerminalText.line(name);
    String painted = colour ? "\u001b[1;" + (well ? 32 : 33) + "m" + plain + "\u001b[0m" : plain;
    add(indent, width, plain, painted, text);
  }

  /** Adds a text that is never wrapped, such as a command to copy. */
  public void asItIs(int indent, int width, String name, String text) {
    out.append(" ".repeat(indent)).append(TextWidth.pad(TerminalText.line(name), width));
    out.append(TerminalText.line(text)).append('\n');
  }

  public String text() {
    return out.toString();
  }

  private void add(int indent, int width, String plain, String painted, String text) {
    String padding = TextWidth.pad(plain, width).substring(plain.length());
    int begin = indent + TextWidth.of(plain) + padding.length();
    String lines =
        String.join(
            "\n" + " ".repeat(begin), TextWidth.wrap(TerminalText.line(text), COLUMNS - begin));
    out.append(" ".repeat(indent)).append(painted).append(padding).append(lines).append('\n');
  }
}
