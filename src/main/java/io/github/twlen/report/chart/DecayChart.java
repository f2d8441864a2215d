// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.html.Markup;
import io.github.twlen.report.text.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Draws how the sockets of each kernel go: steps over time, and behind each fall the band that the
 * model allows.
 */
public final class DecayChart {
  private final List<DecayCurve> curves;
  private final Chart chart;

  private DecayChart(ChartSize size, List<DecayCurve> curves) {
    this.curves = curves;
    double end = curves.stream().mapToDouble(DecayCurve::bandEnd).max().orElseThrow();
    int peak = curves.stream().mapToInt(c -> c.population().peak()).max().orElseThrow();
    List<ChartLabel.Text> texts = curves.stream().map(DecayChart::label).toList();
    chart = Chart.of(size, "the first TIME_WAIT", end, peak, texts);
  }

  /** Whether there is anything to draw. */
  public static boolean drawable(@Nullable Measurements measurements) {
    return measurements != null && !curves(measurements).isEmpty();
  }

  /** Draws into a page. */
  public static void draw(Markup page, Measurements measurements, ChartSize size) {
    new DecayChart(size, curves(measurements)).draw(page);
  }

  /** What was built is drawn last, above the others. */
  private static List<DecayCurve> curves(Measurements measurements) {
    List<DecayCurve> curves =
        measurements.named().stream()
            .map(named -> new DecayCurve(named.name(), named.measurement()))
            .filter(curve -> curve.population().drawable())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(curves);
    return curves;
  }

  private static ChartLabel.Text label(DecayCurve curve) {
    double median = curve.measurement().lifetime().medianSeconds();
    Measurement.Expected expected = curve.measurement().expected();
    String allowed =
        " allowed "
            + Numbers.bare(expected.earliestSeconds())
            + " to "
            + Numbers.seconds(expected.latestSeconds());
    String lasts = curve.name() + " " + Numbers.seconds(median);
    return new ChartLabel.Text(curve.name(), lasts, allowed, median);
  }

  private void draw(Markup page) {
    chart.draw(page, "decay", "Sockets in TIME_WAIT over time", description(), this::curves);
  }

  private void curves(Markup page) {
    curves.forEach(curve -> chart.area(page, curve.name(), curve.population()));
    curves.forEach(curve -> Chart.path(page, "band", curve.name(), band(curve)));
    curves.forEach(curve -> chart.line(page, curve.name(), curve.population()));
  }

  private String description() {
    return curves.stream().map(DecayChart::sentence).collect(Collectors.joining(" "));
  }

  private static String sentence(DecayCurve curve) {
    Measurement.Lifetime lifetime = curve.measurement().lifetime();
    return curve.population().peak()
        + " sockets of the "
        + curve.name()
        + " kernel, each there for "
        + Numbers.bare(lifetime.minSeconds())
        + " to "
        + Numbers.seconds(lifetime.maxSeconds())
        + ".";
  }

  private String band(DecayCurve curve) {
    List<Sample> fastest = curve.fastestFall();
    int peak = curve.population().peak();
    Sample first = new Sample(fastest.get(0).seconds(), peak);
    StringBuilder path = new StringBuilder("M" + chart.frame().place(first));
    curve.slowestFall().forEach(step -> chart.frame().step(path, step));
    for (int i = fastest.size() - 1; i >= 0; i--) {
      int above = i == 0 ? peak : fastest.get(i - 1).sockets();
      chart.frame().step(path, new Sample(fastest.get(i).seconds(), above));
    }
    return path.append('Z').toString();
  }
}
