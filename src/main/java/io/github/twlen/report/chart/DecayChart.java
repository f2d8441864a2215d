// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.Report;
import io.github.twlen.report.text.Numbers;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.verify.MeasuredKernel.Sample;
import io.github.twlen.verify.MeasuredLength;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws how the sockets of each kernel expire, over the range that the model allows. */
public final class DecayChart {
  /** The strokes of the style sheet for the lengths of a kernel. */
  private static final int STROKES = 4;

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
            .flatMap(named -> curves(named, text))
            .filter(curve -> curve.population().drawable())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(curves); // The built kernel is on top.
    return curves.isEmpty()
        ? List.of()
        : Stream.of(ChartSize.values()).map(new DecayChart(text, curves)::draw).toList();
  }

  /** Returns the curve of a kernel, and those of the lengths set with the sysctl. */
  private static Stream<DecayCurve> curves(Named named, ReportText text) {
    String kernel = text.kernel(named.name());
    List<MeasuredLength> lengths = named.kernel().lengths();
    if (lengths == null || lengths.isEmpty()) {
      return Stream.of(DecayCurve.of(named.name(), kernel, named.kernel()));
    }
    List<DecayCurve> curves = new ArrayList<>();
    String first = text.text("chart.decay.default", "kernel", kernel);
    curves.add(DecayCurve.of(named.name(), first, named.kernel()));
    for (MeasuredLength length : lengths) {
      Object[] values = {"kernel", kernel, "length", length.seconds() + " s"};
      String label = text.text("chart.decay." + Report.key(length.namespace()), values);
      String style = named.name() + " set set-" + ((curves.size() - 1) % STROKES + 1);
      curves.add(DecayCurve.of(style, label, length));
    }
    return curves.stream();
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
    double median = curve.lifetime().medianSeconds();
    Expected expected = curve.expected();
    String allowed =
        text.text(
            "chart.decay.allowed",
            "least",
            Numbers.bare(expected.earliestSeconds()),
            "most",
            Numbers.bare(expected.latestSeconds()));
    return new ChartLabel.Caption(
        curve.name(), curve.label() + " " + Numbers.seconds(median), " " + allowed, median);
  }

  private String sentence(DecayCurve curve) {
    Lifetime lifetime = curve.lifetime();
    Object[] values = {
      "count", curve.population().peak(),
      "kernel", curve.label(),
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
