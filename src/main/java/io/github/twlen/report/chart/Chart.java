// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.html.Markup;
import java.util.List;
import java.util.function.Consumer;

/**
 * A picture of sockets over time: the frame, the curves and their labels. Colours and strokes are
 * the style sheet's; stock is dashed there, so that the curves differ without colour too.
 *
 * @param size of the picture
 * @param frame around the curves
 * @param labels above them
 */
record Chart(ChartSize size, ChartFrame frame, List<ChartLabel> labels) {

  /**
   * Lays a picture out.
   *
   * @param since what the seconds are counted from, in words
   * @param end of the data, in seconds
   * @param peak the most sockets
   */
  static Chart of(
      ChartSize size, String since, double end, double peak, List<ChartLabel.Text> texts) {
    ChartAxis time = ChartFrame.time(size, end, peak);
    List<ChartLabel> labels = ChartLabel.of(texts, time);
    int rows = labels.stream().mapToInt(ChartLabel::row).max().orElse(0) + 1;
    return new Chart(size, new ChartFrame(time, since, ChartFrame.count(size, peak, rows)), labels);
  }

  /**
   * Draws it.
   *
   * @param id of the picture; unique on the page but for the size
   * @param title what it shows
   * @param description the same in numbers, for who does not see it
   * @param curves draws what is within the frame
   */
  void draw(Markup page, String id, String title, String description, Consumer<Markup> curves) {
    String titleId = id + "-" + size + "-title";
    String textId = id + "-" + size + "-text";
    String box = "0 0 " + size.width + " " + size.height;
    String labelled = titleId + " " + textId;
    page.open(
        "svg",
        "class",
        "chart " + size,
        "viewBox",
        box,
        "role",
        "img",
        "aria-labelledby",
        labelled);
    page.element("title", title, "id", titleId);
    page.element("desc", description, "id", textId);
    frame.draw(page);
    curves.accept(page);
    labels.forEach(label -> label.draw(page));
    page.close();
  }

  /** Draws a path of a curve. */
  static void path(Markup page, String kind, String name, String path) {
    page.empty("path", "class", kind + " " + name, "d", path);
  }

  /** Draws the area below a curve. */
  void area(Markup page, String name, Population population) {
    path(page, "area", name, population.path(frame) + "V" + frame.count().place(0) + "Z");
  }

  /** Draws a curve itself. */
  void line(Markup page, String name, Population population) {
    path(page, "line", name, population.path(frame));
  }
}
