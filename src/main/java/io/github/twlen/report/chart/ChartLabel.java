// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.TextWidth;
import io.github.twlen.report.chart.Chart.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a curve with a piece of its stroke.
 *
 * @param caption its text
 * @param from its left end, in pixels
 * @param row from 0; a second row avoids overlapping labels
 */
record ChartLabel(Caption caption, double from, int row) {
  /** The height of a row, in pixels. */
  static final int ROW = 21;

  private static final double EDGE = 4;
  private static final int SWATCH = 20;
  private static final int GAP = 6;

  /** The mean width of a column at 13 px, on the generous side: the font is unknown. */
  private static final double CHARACTER = 7.1;

  /** The same in bold. */
  private static final double BOLD = 8;

  /**
   * The text of a label.
   *
   * @param name of the curve, a class of the style sheet
   * @param value the curve's name and number
   * @param detail less prominent text after it
   * @param seconds the preferred position on the time axis
   */
  record Caption(String name, String value, String detail, double seconds) {
    private double width() {
      return SWATCH + GAP + TextWidth.of(value) * BOLD + ChartLabel.width(detail);
    }
  }

  /**
   * Places labels, each in the first row without overlap. A label that is wider than the picture
   * loses its detail.
   */
  static List<ChartLabel> of(List<Caption> captions, ChartAxis time) {
    List<ChartLabel> labels = new ArrayList<>();
    for (Caption whole : captions) {
      Caption caption =
          whole.width() <= time.to() - EDGE
              ? whole
              : new Caption(whole.name(), whole.value(), "", whole.seconds());
      double wished = time.at(caption.seconds()) - caption.width() / 2;
      double from = Math.max(EDGE, Math.min(wished, time.to() - caption.width()));
      ChartLabel label = new ChartLabel(caption, from, 0);
      while (labels.stream().anyMatch(label::touches)) {
        label = new ChartLabel(caption, from, label.row + 1);
      }
      labels.add(label);
    }
    return labels;
  }

  /** Returns the width of a text, in pixels. */
  static double width(String text) {
    return TextWidth.of(text) * CHARACTER;
  }

  private boolean touches(ChartLabel other) {
    double gap = 2 * CHARACTER;
    return row == other.row
        && from < other.from + other.caption.width() + gap
        && other.from < from + caption.width() + gap;
  }

  void draw(ChartCanvas canvas) {
    double baseline = ROW * (row + 1) - 5;
    double middle = baseline - 4;
    canvas.rule("line " + caption.name(), from, middle, from + SWATCH, middle);
    canvas.text(
        "label",
        "start",
        from + SWATCH + GAP,
        baseline,
        new Span("name " + caption.name(), caption.value()),
        new Span("allowed", caption.detail()));
  }
}
