// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static io.github.twlen.report.chart.ChartAxis.pixels;

import io.github.twlen.report.chart.Chart.Line;
import io.github.twlen.report.chart.Chart.Span;
import io.github.twlen.report.chart.Chart.Text;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws sockets over time: the frame, the curves and their labels. */
final class ChartCanvas {
  /** The least width for the labels of the counts, in pixels. */
  private static final int LEFT = 58;

  /** Between the labels of the counts and their neighbours, in pixels. */
  private static final int GAP = 7;

  /** The height for the labels of the seconds and their title, in pixels. */
  private static final int BOTTOM = 48;

  private static final int TICK = 5;
  private static final int MARGIN = 12;
  private static final int RIGHT = 10;
  private static final int ABOVE = 10;

  /** A little more than the data, so that the last step is not on the edge. */
  private static final double BEYOND = 1.02;

  private final ChartSize size;
  private final ReportText text;
  private final ChartAxis time;
  private final ChartAxis count;
  private final List<ChartLabel> labels;
  private final List<Line> paths = new ArrayList<>();
  private final List<Text> texts = new ArrayList<>();

  /**
   * @param end of the data, in seconds
   * @param peak the most sockets
   */
  ChartCanvas(
      ChartSize size, ReportText text, double end, double peak, List<ChartLabel.Caption> captions) {
    this.size = size;
    this.text = text;
    ChartAxis counts = ChartAxis.ofCounts(peak, size.countTicks, 1, 0);
    double widest = ChartLabel.width(counts.label(counts.max()));
    double left = Math.max(LEFT, MARGIN + GAP + widest + GAP);
    time = ChartAxis.ofSeconds(end * BEYOND, size.timeTicks, left, size.width - RIGHT);
    labels = ChartLabel.of(captions, time);
    int rows = labels.stream().mapToInt(ChartLabel::row).max().orElse(0) + 1;
    count =
        ChartAxis.ofCounts(
            peak, size.countTicks, size.height - BOTTOM, rows * ChartLabel.ROW + ABOVE);
  }

  /** Returns the axis from left to right, in seconds. */
  ChartAxis time() {
    return time;
  }

  /** Returns the axis from the bottom to the top, in sockets. */
  ChartAxis count() {
    return count;
  }

  /**
   * Returns the picture.
   *
   * @param id unique on the page but for the size
   */
  Chart finished(String id, String title, String description) {
    labels.forEach(label -> label.draw(this));
    String name = size.name().toLowerCase(Locale.ROOT);
    return new Chart(
        id + "-" + name, name, size.width, size.height, title, description, paths, texts);
  }

  /**
   * Draws axes, grid and ticks.
   *
   * @param since what the seconds are counted from
   */
  void frame(String since) {
    for (double tick : count.ticks()) {
      double y = count.at(tick);
      rule(tick == 0 ? "axis" : "grid", time.from(), y, time.to(), y);
      text("tick", "end", time.from() - GAP, y + 4.5, new Span("", count.label(tick)));
    }
    for (double tick : time.ticks()) {
      double x = time.at(tick);
      rule("axis", x, count.from(), x, count.from() + TICK);
      String label = time.label(tick);
      double within = Math.min(x, time.to() + RIGHT - ChartLabel.width(label) / 2);
      text("tick", "middle", within, count.from() + 19, new Span("", label));
    }
    text("title", "end", time.to(), count.from() + BOTTOM - 7, new Span("", since));
    String middle = pixels((count.from() + count.to()) / 2);
    List<Span> upright = List.of(new Span("", text.text("chart.sockets")));
    texts.add(new Text("title", "middle", MARGIN + "", middle, "-90", upright));
  }

  /** Draws a path of a curve. */
  void path(String kind, String name, String path) {
    paths.add(new Line(kind + " " + name, path));
  }

  /** Draws the area below a curve. */
  void area(String name, Population population) {
    path("area", name, population.path(this) + "V" + count.place(0) + "Z");
  }

  /** Draws a curve. */
  void curve(String name, Population population) {
    path("line", name, population.path(this));
  }

  /** Draws a straight line. */
  void rule(String kind, double x1, double y1, double x2, double y2) {
    paths.add(
        new Line(kind, "M" + pixels(x1) + " " + pixels(y1) + "L" + pixels(x2) + " " + pixels(y2)));
  }

  /** Draws a text. */
  void text(String kind, String anchor, double x, double y, Span... spans) {
    texts.add(new Text(kind, anchor, pixels(x), pixels(y), null, List.of(spans)));
  }

  /** Returns the position of a sample. */
  String place(Sample at) {
    return time.place(at.seconds()) + " " + count.place(at.sockets());
  }

  /** Continues a path: along to a time, then up or down to a number of sockets. */
  void step(StringBuilder path, Sample to) {
    path.append('H').append(time.place(to.seconds()));
    path.append('V').append(count.place(to.sockets()));
  }
}
