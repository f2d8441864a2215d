// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Report;
import io.github.twlen.report.chart.Chart.Span;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel.Sample;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws how many sockets each kernel holds under a steady load, and the plateau. */
public final class LoadChart {
  /** Plateaus closer to each other, in pixels, have no space for a number between. */
  private static final int ROOM = 20;

  /** From a plateau up to the baseline of its number, in pixels. */
  private static final int ABOVE = 6;

  /** From a plateau down to the baseline of its number, in pixels. */
  private static final int BELOW = 16;

  private record Curve(String name, UnderLoad load) {
    Population population() {
      return new Population(load.samples());
    }

    /** Returns when the population first reached its plateau, in seconds; 0 if it never did. */
    double steadySince() {
      return load.samples().stream()
          .filter(sample -> sample.sockets() >= Math.floor(load.plateauSockets()))
          .mapToDouble(Sample::seconds)
          .filter(seconds -> seconds < load.seconds())
          .findFirst()
          .orElse(0);
    }

    double end() {
      return Math.max(population().end(), load.seconds());
    }

    double top() {
      return Math.max(population().peak(), load.plateauSockets());
    }
  }

  private final ReportText text;
  private final List<Curve> curves;

  private LoadChart(ReportText text, List<Curve> curves) {
    this.text = text;
    this.curves = curves;
  }

  /** Returns the picture in both sizes; empty without samples. */
  public static List<Chart> of(Report report, ReportText text) {
    List<Curve> curves =
        report.kernels().stream()
            .flatMap(
                named ->
                    Stream.ofNullable(named.kernel().load())
                        .map(load -> new Curve(named.name(), load)))
            .filter(curve -> curve.population().drawable())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(curves); // The built kernel is on top.
    return curves.isEmpty()
        ? List.of()
        : Stream.of(ChartSize.values()).map(new LoadChart(text, curves)::draw).toList();
  }

  private Chart draw(ChartSize size) {
    double end = curves.stream().mapToDouble(Curve::end).max().orElseThrow();
    double peak = curves.stream().mapToDouble(Curve::top).max().orElseThrow();
    List<ChartLabel.Caption> captions = curves.stream().map(this::caption).toList();
    ChartCanvas canvas = new ChartCanvas(size, text, end, peak, captions);
    canvas.frame(text.text("chart.load.since"));
    curves.forEach(curve -> canvas.area(curve.name(), curve.population()));
    curves.forEach(curve -> plateau(canvas, curve));
    curves.forEach(curve -> canvas.curve(curve.name(), curve.population()));
    curves.forEach(curve -> level(canvas, curve));
    return canvas.finished(
        "load",
        text.text("chart.load.title"),
        curves.stream().map(this::sentence).collect(Collectors.joining(" ")));
  }

  private ChartLabel.Caption caption(Curve curve) {
    UnderLoad load = curve.load();
    String value =
        text.text(
            "chart.load.value",
            "kernel",
            text.kernel(curve.name()),
            "count",
            Numbers.countValue(load.plateauSockets()));
    String rate = text.text("chart.load.rate", "rate", Numbers.rate(load.madePerSecond()));
    return new ChartLabel.Caption(curve.name(), value, " " + rate, load.seconds());
  }

  /** Draws from the axis, where the number can be read, to the end of the load. */
  private static void plateau(ChartCanvas canvas, Curve curve) {
    double y = height(canvas, curve);
    double end = canvas.time().at(curve.load().seconds());
    canvas.rule("plateau " + curve.name(), canvas.time().from(), y, end, y);
  }

  /** Draws the number above the plateau, or below it when another is just above. */
  private void level(ChartCanvas canvas, Curve curve) {
    double y = height(canvas, curve);
    double lowest = canvas.count().from() - ABOVE;
    double baseline = isCrowded(canvas, curve) ? Math.min(y + BELOW, lowest) : y - ABOVE;
    double x = canvas.time().at((curve.steadySince() + curve.load().seconds()) / 2);
    Span number = new Span("", Numbers.count(curve.load().plateauSockets()));
    canvas.text("level name " + curve.name(), "middle", x, baseline, number);
  }

  private boolean isCrowded(ChartCanvas canvas, Curve curve) {
    int mine = curves.indexOf(curve);
    for (Curve other : curves) {
      double down = height(canvas, curve) - height(canvas, other);
      boolean above = down > 0 || (down == 0 && curves.indexOf(other) < mine);
      if (above && down < ROOM) {
        return true;
      }
    }
    return false;
  }

  private static double height(ChartCanvas canvas, Curve curve) {
    return canvas.count().at(curve.load().plateauSockets());
  }

  private String sentence(Curve curve) {
    UnderLoad load = curve.load();
    Object[] values = {
      "connections", load.connections(),
      "seconds", Numbers.seconds(load.seconds()),
      "kernel", text.kernel(curve.name()),
      "count", Numbers.countValue(load.plateauSockets())
    };
    return text.text("chart.load.kernel", values);
  }
}
