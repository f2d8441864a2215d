// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Load;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.html.Markup;
import io.github.twlen.report.text.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Draws how many sockets each kernel holds while connections come at a steady rate: the population
 * over time, and where it stays.
 */
public final class LoadChart {
  /** Two plateaus that are nearer to each other, in pixels, have no room for a number between. */
  private static final int ROOM = 20;

  /** From a plateau up to the foot of its number, in pixels. */
  private static final int ABOVE = 6;

  /** From a plateau down to the foot of its number, in pixels. */
  private static final int BELOW = 16;

  private final List<LoadCurve> curves;
  private final Chart chart;

  private LoadChart(ChartSize size, List<LoadCurve> curves) {
    this.curves = curves;
    double end = curves.stream().mapToDouble(LoadCurve::end).max().orElseThrow();
    double peak = curves.stream().mapToDouble(LoadCurve::top).max().orElseThrow();
    List<ChartLabel.Text> texts = curves.stream().map(LoadChart::label).toList();
    chart = Chart.of(size, "the load began", end, peak, texts);
  }

  /** Whether there is anything to draw. */
  public static boolean drawable(@Nullable Measurements measurements) {
    return !curves(measurements).isEmpty();
  }

  /** Draws into a page. */
  public static void draw(Markup page, Measurements measurements, ChartSize size) {
    new LoadChart(size, curves(measurements)).draw(page);
  }

  /** What was built is drawn last, above the others. */
  private static List<LoadCurve> curves(@Nullable Measurements measurements) {
    List<LoadCurve> curves =
        LoadCurve.of(measurements).stream()
            .filter(curve -> curve.population().drawable())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(curves);
    return curves;
  }

  private static ChartLabel.Text label(LoadCurve curve) {
    Load load = curve.load();
    String told = curve.name() + " " + sockets(load);
    String beside = " at " + Numbers.rate(load.madePerSecond()) + " a second";
    return new ChartLabel.Text(curve.name(), told, beside, load.seconds());
  }

  private static String sockets(Load load) {
    return Numbers.many(Numbers.count(load.plateauSockets()), "socket");
  }

  private void draw(Markup page) {
    String title = "Sockets in TIME_WAIT under a steady load";
    chart.draw(page, "load", title, description(), this::curves);
  }

  private void curves(Markup page) {
    curves.forEach(curve -> chart.area(page, curve.name(), curve.population()));
    curves.forEach(curve -> plateau(page, curve));
    curves.forEach(curve -> chart.line(page, curve.name(), curve.population()));
    curves.forEach(curve -> level(page, curve));
  }

  /** From the axis, where the number can be read, as far as the load went. */
  private void plateau(Markup page, LoadCurve curve) {
    ChartAxis time = chart.frame().time();
    double y = level(curve);
    double end = time.at(curve.load().seconds());
    ChartFrame.rule(page, "plateau " + curve.name(), time.from(), y, end, y);
  }

  /** The number at the middle of the plateau: above it, or below it when another is just above. */
  private void level(Markup page, LoadCurve curve) {
    double y = level(curve);
    double foot = chart.frame().count().from() - ABOVE;
    double baseline = crowded(curve) ? Math.min(y + BELOW, foot) : y - ABOVE;
    double x = chart.frame().time().at((curve.steadySince() + curve.load().seconds()) / 2);
    String number = Numbers.count(curve.load().plateauSockets());
    ChartFrame.text(page, "level name " + curve.name(), "middle", x, baseline).text(number).close();
  }

  private boolean crowded(LoadCurve curve) {
    int mine = curves.indexOf(curve);
    for (LoadCurve other : curves) {
      double down = level(curve) - level(other);
      boolean above = down > 0 || (down == 0 && curves.indexOf(other) < mine);
      if (above && down < ROOM) {
        return true;
      }
    }
    return false;
  }

  private double level(LoadCurve curve) {
    return chart.frame().count().at(curve.load().plateauSockets());
  }

  private String description() {
    return curves.stream().map(LoadChart::sentence).collect(Collectors.joining(" "));
  }

  private static String sentence(LoadCurve curve) {
    Load load = curve.load();
    return Numbers.many(Numbers.count(load.connections()), "connection")
        + " in "
        + Numbers.seconds(load.seconds())
        + " to the "
        + curve.name()
        + " kernel, which then held "
        + sockets(load)
        + ".";
  }
}
