// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.TerminalText;
import io.github.twlen.TextWidth;
import java.util.List;

/** The lines of a summary: a label, and a text that is wrapped in its own column. */
final class SummaryLines {
  private static final int LABEL_COLUMNS = 10;
  private static final String INDENT = "  ";

  /** The colour of a label, as its ANSI code. */
  enum Colour {
    NONE(0),
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  private final ReportText text;
  private final boolean isColoured;
  private final StringBuilder out = new StringBuilder();

  SummaryLines(ReportText text, boolean isColoured) {
    this.text = text;
    this.isColoured = isColoured;
  }

  void blank() {
    out.append('\n');
  }

  void headline(String outcome, Colour colour, String value) {
    paragraph("", outcome, colour, TextWidth.of(outcome) + 2, "", value);
  }

  void heading(String key) {
    out.append('\n').append(INDENT).append(text.text(key)).append('\n');
  }

  /** Prints a command on one line, however long it is, so that it can be copied. */
  void command(String command) {
    out.append(INDENT).append(INDENT).append(TerminalText.line(command)).append('\n');
  }

  /** Prints each command on one line, the first one with a label. */
  void commands(String label, List<String> commands) {
    String key = text.text(label);
    for (String command : commands) {
      out.append(INDENT).append(TextWidth.pad(key, LABEL_COLUMNS));
      out.append(TerminalText.line(command)).append('\n');
      key = "";
    }
  }

  /** Prints the name of a file, below the label of the files. */
  void file(String name) {
    columns("", Colour.NONE, "", name);
  }

  void line(String label, String value) {
    paragraph(label, Colour.NONE, value);
  }

  void paragraph(String label, Colour colour, String value) {
    columns(text.text(label), colour, "", value);
  }

  /** Prints a label, a second column and a text in a column of its own. */
  void columns(String label, Colour colour, String second, String value) {
    paragraph(INDENT, label, colour, LABEL_COLUMNS, second, value);
  }

  private void paragraph(
      String indent, String label, Colour colour, int width, String second, String value) {
    String padded = TextWidth.pad(label, width);
    int left = indent.length() + TextWidth.of(padded) + TextWidth.of(second);
    String start = indent + painted(label, colour) + padded.substring(label.length()) + second;
    for (String row : TextWidth.wrap(TerminalText.line(value), SummaryText.COLUMNS - left)) {
      out.append(start).append(row).append('\n');
      start = " ".repeat(left);
    }
  }

  private String painted(String label, Colour colour) {
    return isColoured && colour != Colour.NONE
        ? "\033[1;" + colour.code + "m" + label + "\033[0m"
        : label;
  }

  /** Returns all lines, each with a newline. */
  @Override
  public String toString() {
    return out.toString();
  }
}
