// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.TerminalText;

/**
 * Text in two columns of at most {@value #COLUMNS}: a name, and what is said of it. Each is made
 * plain as it comes, so that the colours are twlen's own.
 */
public final class TwoColumnText {
  public static final int COLUMNS = 100;

  private final boolean colour;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param colour whether to colour with ANSI sequences
   */
  public TwoColumnText(boolean colour) {
    this.colour = colour;
  }

  void blankLine() {
    out.append('\n');
  }

  /** A line over those that belong to it. */
  public void heading(String text) {
    out.append(TerminalText.line(text)).append('\n');
  }

  /** A name, and a text in a column of its own however many lines it takes. */
  public void plain(int indent, int width, String name, String text) {
    begin(indent, width, name, TerminalText.line(name));
    wrap(indent + Math.max(width, name.length() + 1), text);
  }

  /** The same with a name in bold: in green where all is well, else in yellow. */
  public void coloured(int indent, int width, String name, boolean well, String text) {
    String plain = TerminalText.line(name);
    String painted = colour ? "\u001b[1;" + (well ? 32 : 33) + "m" + plain + "\u001b[0m" : plain;
    begin(indent, width, name, painted);
    wrap(indent + Math.max(width, name.length() + 1), text);
  }

  /** A line that is there to be copied: never broken. */
  public void asItIs(int indent, int width, String name, String text) {
    begin(indent, width, name, TerminalText.line(name));
    out.append(TerminalText.line(text)).append('\n');
  }

  public String text() {
    return out.toString();
  }

  private void begin(int indent, int width, String name, String painted) {
    out.append(" ".repeat(indent)).append(painted);
    out.append(" ".repeat(Math.max(1, width - name.length())));
  }

  private void wrap(int begin, String text) {
    int column = begin;
    for (String word : TerminalText.line(text).split(" ", -1)) {
      boolean first = column == begin;
      if (!first && column + 1 + word.length() > COLUMNS) {
        out.append('\n').append(" ".repeat(begin));
        column = begin;
        first = true;
      }
      out.append(first ? "" : " ").append(word);
      column += word.length() + (first ? 0 : 1);
    }
    out.append('\n');
  }
}
