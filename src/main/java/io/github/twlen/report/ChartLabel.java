package io.github.twlen.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a curve, above its fall but within the picture, with a piece of its stroke.
 *
 * @param name of the curve
 * @param lasts the name and how long its sockets lived
 * @param allowed how long they may
 * @param from where it begins, in pixels
 * @param row from 0; a second row is needed where two falls are near each other
 */
record ChartLabel(String name, String lasts, String allowed, double from, int row) {
  /** From one row to the next, in pixels. */
  static final int ROW = 21;

  private static final double EDGE = 4;
  private static final int SWATCH = 20;
  private static final int GAP = 6;

  /** The mean width of a character at 13 px, on the generous side: no font is asked for it. */
  private static final double CHARACTER = 7.1;

  /** Places the labels of some curves. */
  static List<ChartLabel> of(List<DecayCurve> curves, ChartAxis time) {
    List<ChartLabel> labels = new ArrayList<>();
    for (DecayCurve curve : curves) {
      ChartLabel label = of(curve, time, 0);
      boolean free = labels.stream().noneMatch(label::touches);
      labels.add(free ? label : of(curve, time, 1));
    }
    return labels;
  }

  private static ChartLabel of(DecayCurve curve, ChartAxis time, int row) {
    double median = curve.measurement().lifetime().medianSeconds();
    Measurement.Expected expected = curve.measurement().expected();
    String lasts = curve.name() + " " + Numbers.seconds(median);
    String allowed =
        " allowed "
            + Numbers.bare(expected.earliestSeconds())
            + " to "
            + Numbers.seconds(expected.latestSeconds());
    double width = width(lasts, allowed);
    double wished = time.at(median) - width / 2;
    double from = Math.max(EDGE, Math.min(wished, time.to() - width));
    return new ChartLabel(curve.name(), lasts, allowed, from, row);
  }

  private static double width(String lasts, String allowed) {
    return SWATCH + GAP + (lasts.length() + allowed.length()) * CHARACTER;
  }

  private boolean touches(ChartLabel other) {
    double gap = 2 * CHARACTER;
    return from < other.from + width(other.lasts, other.allowed) + gap
        && other.from < from + width(lasts, allowed) + gap;
  }

  void draw(Markup page) {
    double baseline = ROW * (row + 1) - 5;
    double middle = baseline - 4;
    ChartFrame.rule(page, "line " + name, from, middle, from + SWATCH, middle);
    ChartFrame.text(page, "label", "start", from + SWATCH + GAP, baseline);
    page.inline("tspan", lasts, "class", "name " + name);
    page.inline("tspan", allowed, "class", "allowed");
    page.close();
  }
}
