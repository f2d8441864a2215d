// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: from values to positions.
 *
 * @param max the greatest value; the least is 0
 * @param step from one tick to the next
 * @param from the position of 0
 * @param to the position of {@code max}
 */
record ChartAxis(double max, double step, double from, double to) {
  /** Steps of a clock; beyond them, and for counts, 1, 2 and 5. */
  private static final double[] CLOCK = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 150, 300, 600
  };

  /** Returns an axis of seconds that ends with the data. */
  static ChartAxis ofSeconds(double max, int ticks, double from, double to) {
    double span = Math.max(max, 0.1);
    for (double step : CLOCK) {
      if (span / step <= ticks) {
        return new ChartAxis(span, step, from, to);
      }
    }
    return new ChartAxis(span, round(span / ticks), from, to);
  }

  /** Returns an axis of counts that ends at a tick. */
  static ChartAxis ofCounts(double max, int ticks, double from, double to) {
    double step = Math.max(1, round(max / ticks));
    return new ChartAxis(Math.max(1, Math.ceil(max / step)) * step, step, from, to);
  }

  /** Returns the least of 1, 2, 5, 10, 20, … that is not less. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    for (double digit : new double[] {1, 2, 5}) {
      if (digit * power >= step) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  /** Returns the position of a value, in pixels. */
  double at(double value) {
    return from + value / max * (to - from);
  }

  /** Returns the position of a value, to a tenth of a pixel. */
  String place(double value) {
    return pixels(at(value));
  }

  /** Returns the values of the ticks, from 0. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i * step <= max * (1 + 1e-9); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Returns a tick's label, with the decimals of its step. */
  String label(double tick) {
    String form = step < 1 ? "%.1f" : max < 1e9 ? "%,.0f" : "%.1e";
    return String.format(Locale.ROOT, form, tick);
  }

  /** Returns a length to a tenth of a pixel. */
  static String pixels(double length) {
    double rounded = Math.round(length * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
