// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Report;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.verify.MeasuredKernel.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws how the sockets of each kernel expire, over the range that the model allows. */
public final class DecayChart {
  private final ReportText text;
  private final List<DecayCurve> curves;

  private DecayChart(ReportText text, List<DecayCurve> curves) {
    this.text = text;
    this.curves = curves;
  }

  /** Returns the picture in both sizes; empty without samples. */
  public static List<Chart> of(Report report, ReportText text) {
    List<DecayCurve> curves =
        report.kernels().stream()
            .map(named -> new DecayCurve(named.name(), named.kernel()))
            .filter(curve -> curve.population().drawable())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(curves); // The built kernel is on top.
    return curves.isEmpty()
        ? List.of()
        : Stream.of(ChartSize.values()).map(new DecayChart(text, curves)::draw).toList();
  }

  private Chart draw(ChartSize size) {
    double end = curves.stream().mapToDouble(DecayCurve::bandEnd).max().orElseThrow();
    int peak = curves.stream().mapToInt(c -> c.population().peak()).max().orElseThrow();
    List<ChartLabel.Caption> captions = curves.stream().map(this::caption).toList();
    ChartCanvas canvas = new ChartCanvas(size, text, end, peak, captions);
    canvas.frame(text.text("chart.decay.since"));
    curves.forEach(curve -> canvas.area(curve.name(), curve.population()));
    curves.forEach(curve -> canvas.path("band", curve.name(), band(canvas, curve)));
    curves.forEach(curve -> canvas.curve(curve.name(), curve.population()));
    return canvas.finished(
        "decay",
        text.text("chart.decay.title"),
        curves.stream().map(this::sentence).collect(Collectors.joining(" ")));
  }

  private ChartLabel.Caption caption(DecayCurve curve) {
    double median = curve.kernel().lifetime().medianSeconds();
    Expected expected = curve.kernel().expected();
    String allowed =
        text.text(
            "chart.decay.allowed",
            "least",
            Numbers.bare(expected.earliestSeconds()),
            "most",
            Numbers.bare(expected.latestSeconds()));
    return new ChartLabel.Caption(
        curve.name(),
        text.kernel(curve.name()) + " " + Numbers.seconds(median),
        " " + allowed,
        median);
  }

  private String sentence(DecayCurve curve) {
    Lifetime lifetime = curve.kernel().lifetime();
    Object[] values = {
      "count", curve.population().peak(),
      "kernel", text.kernel(curve.name()),
      "shortest", Numbers.bare(lifetime.minSeconds()),
      "longest", Numbers.bare(lifetime.maxSeconds())
    };
    return text.text("chart.decay.kernel", values);
  }

  private static String band(ChartCanvas canvas, DecayCurve curve) {
    List<Sample> fastest = curve.fastestFall();
    int peak = curve.population().peak();
    Sample first = new Sample(fastest.get(0).seconds(), peak);
    StringBuilder path = new StringBuilder("M" + canvas.place(first));
    curve.slowestFall().forEach(step -> canvas.step(path, step));
    for (int i = fastest.size() - 1; i >= 0; i--) {
      int above = i == 0 ? peak : fastest.get(i - 1).sockets();
      canvas.step(path, new Sample(fastest.get(i).seconds(), above));
    }
    return path.append('Z').toString();
  }
}
