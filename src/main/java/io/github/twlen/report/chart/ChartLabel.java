// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.html.Markup;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a curve, above what it tells but within the picture, with a piece of its stroke.
 *
 * @param text what it says
 * @param from where it begins, in pixels
 * @param row from 0; a second row is needed where two labels would touch
 */
record ChartLabel(Text text, double from, int row) {
  /** From one row to the next, in pixels. */
  static final int ROW = 21;

  private static final double EDGE = 4;
  private static final int SWATCH = 20;
  private static final int GAP = 6;

  /** The mean width of a character at 13 px, on the generous side: no font is asked for it. */
  private static final double CHARACTER = 7.1;

  /** The same of a bold one. */
  private static final double BOLD = 8;

  /**
   * What a label says of a curve.
   *
   * @param name of the curve
   * @param told the name and its number
   * @param beside what stands beside it, less loud
   * @param seconds the time above which it would stand
   */
  record Text(String name, String told, String beside, double seconds) {
    private double width() {
      return SWATCH + GAP + told.length() * BOLD + ChartLabel.width(beside);
    }

    private Text withoutBeside() {
      return new Text(name, told, "", seconds);
    }
  }

  /**
   * Places some labels: each in the first row in which it touches no other. For numbers so great
   * that a label is wider than the picture, what stands beside is left out.
   */
  static List<ChartLabel> of(List<Text> texts, ChartAxis time) {
    List<ChartLabel> labels = new ArrayList<>();
    for (Text whole : texts) {
      Text text = whole.width() <= time.to() - EDGE ? whole : whole.withoutBeside();
      ChartLabel label = of(text, time, 0);
      while (labels.stream().anyMatch(label::touches)) {
        label = of(text, time, label.row + 1);
      }
      labels.add(label);
    }
    return labels;
  }

  private static ChartLabel of(Text text, ChartAxis time, int row) {
    double wished = time.at(text.seconds()) - text.width() / 2;
    double from = Math.max(EDGE, Math.min(wished, time.to() - text.width()));
    return new ChartLabel(text, from, row);
  }

  /** How much room a text takes, in pixels. */
  static double width(String text) {
    return text.length() * CHARACTER;
  }

  private boolean touches(ChartLabel other) {
    double gap = 2 * CHARACTER;
    return row == other.row
        && from < other.from + other.text.width() + gap
        && other.from < from + text.width() + gap;
  }

  void draw(Markup page) {
    double baseline = ROW * (row + 1) - 5;
    double middle = baseline - 4;
    ChartFrame.rule(page, "line " + text.name(), from, middle, from + SWATCH, middle);
    ChartFrame.text(page, "label", "start", from + SWATCH + GAP, baseline);
    page.inline("tspan", text.told(), "class", "name " + text.name());
    page.inline("tspan", text.beside(), "class", "allowed");
    page.close();
  }
}
