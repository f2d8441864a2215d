// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static io.github.twlen.report.chart.ChartAxis.pixels;

import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.html.Markup;

/**
 * What stands around the curves: axes, grid, ticks and their titles.
 *
 * @param time from left to right, in seconds
 * @param since what the seconds are counted from, in words
 * @param count from the bottom to the top, in sockets
 */
record ChartFrame(ChartAxis time, String since, ChartAxis count) {
  /** The least room for the labels of the counts, in pixels. */
  private static final int LEFT = 58;

  /** Between the labels of the counts and what stands beside them on either side. */
  private static final int GAP = 7;

  /** Room for the labels of the seconds and their title, in pixels. */
  private static final int BOTTOM = 48;

  private static final int TICK = 5;
  private static final int MARGIN = 12;
  private static final int RIGHT = 10;
  private static final int ABOVE = 10;

  /** A little more than the data, so that the last step does not lie on the edge. */
  private static final double BEYOND = 1.02;

  /**
   * The axis of the time: it begins where the labels of the counts end.
   *
   * @param end of the data, in seconds
   * @param peak the most sockets
   */
  static ChartAxis time(ChartSize size, double end, double peak) {
    ChartAxis count = ChartAxis.ofCounts(peak, size.countTicks, 1, 0);
    double widest = ChartLabel.width(count.label(count.max()));
    double left = Math.max(LEFT, MARGIN + GAP + widest + GAP);
    return ChartAxis.ofSeconds(end * BEYOND, size.timeTicks, left, size.width - RIGHT);
  }

  /** The axis of the counts: it ends below some rows of labels. */
  static ChartAxis count(ChartSize size, double peak, int rows) {
    return ChartAxis.ofCounts(
        peak, size.countTicks, size.height - BOTTOM, rows * ChartLabel.ROW + ABOVE);
  }

  /** Where a number of sockets at a time lies. */
  String place(Sample at) {
    return time.place(at.seconds()) + " " + count.place(at.sockets());
  }

  /** Goes on with a path: along to a time, then up or down to a number of sockets. */
  void step(StringBuilder path, Sample to) {
    path.append('H').append(time.place(to.seconds()));
    path.append('V').append(count.place(to.sockets()));
  }

  void draw(Markup page) {
    for (double tick : count.ticks()) {
      double y = count.at(tick);
      rule(page, tick == 0 ? "axis" : "grid", time.from(), y, time.to(), y);
      text(page, "tick", "end", time.from() - GAP, y + 4.5).text(count.label(tick)).close();
    }
    for (double tick : time.ticks()) {
      double x = time.at(tick);
      rule(page, "axis", x, count.from(), x, count.from() + TICK);
      String label = time.label(tick);
      double within = Math.min(x, time.to() + RIGHT - ChartLabel.width(label) / 2);
      text(page, "tick", "middle", within, count.from() + 19).text(label).close();
    }
    text(page, "title", "end", time.to(), count.from() + BOTTOM - 7)
        .text("seconds since " + since)
        .close();
    String middle = pixels((count.from() + count.to()) / 2);
    String turn = "rotate(-90 " + MARGIN + " " + middle + ")";
    page.open(
        "text",
        "class",
        "title",
        "text-anchor",
        "middle",
        "x",
        MARGIN + "",
        "y",
        middle,
        "transform",
        turn);
    page.text("sockets").close();
  }

  /** Draws a straight line. */
  static void rule(Markup page, String kind, double x1, double y1, double x2, double y2) {
    String path = "M" + pixels(x1) + " " + pixels(y1) + "L" + pixels(x2) + " " + pixels(y2);
    page.empty("path", "class", kind, "d", path);
  }

  /** Opens a text. */
  static Markup text(Markup page, String kind, String anchor, double x, double y) {
    return page.open("text", "class", kind, "text-anchor", anchor, "x", pixels(x), "y", pixels(y));
  }
}
