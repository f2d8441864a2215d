package io.github.twlen.report;

import static io.github.twlen.report.ChartAxis.pixels;

/**
 * What stands around the curves: axes, grid, ticks and their titles.
 *
 * @param time from left to right, in seconds
 * @param count from the bottom to the top, in sockets
 */
record ChartFrame(ChartAxis time, ChartAxis count) {
  /** Room for the labels of the counts, in pixels. */
  static final int LEFT = 58;

  /** Room for the labels of the seconds and their title, in pixels. */
  static final int BOTTOM = 48;

  private static final int TICK = 5;
  private static final int MARGIN = 12;

  void draw(Markup page) {
    for (double tick : count.ticks()) {
      double y = count.at(tick);
      rule(page, tick == 0 ? "axis" : "grid", time.from(), y, time.to(), y);
      text(page, "tick", "end", time.from() - 7, y + 4.5).text(count.label(tick)).close();
    }
    for (double tick : time.ticks()) {
      double x = time.at(tick);
      rule(page, "axis", x, count.from(), x, count.from() + TICK);
      text(page, "tick", "middle", x, count.from() + 19).text(time.label(tick)).close();
    }
    text(page, "title", "end", time.to(), count.from() + BOTTOM - 7)
        .text("seconds since the first TIME_WAIT")
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
