// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Measurement.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * How many sockets there were over time.
 *
 * @param samples in the order of time
 */
record Population(List<Sample> samples) {

  /** Whether there is anything to draw. */
  boolean drawable() {
    return peak() > 0;
  }

  /** The most sockets that were there at once. */
  int peak() {
    return samples.stream().mapToInt(Sample::sockets).max().orElse(0);
  }

  /**
   * The samples at which the population changed, and the last one: thousands of looks at a few
   * sockets are a few steps.
   */
  List<Sample> steps() {
    List<Sample> steps = new ArrayList<>();
    for (Sample sample : samples) {
      if (steps.isEmpty() || steps.get(steps.size() - 1).sockets() != sample.sockets()) {
        steps.add(sample);
      }
    }
    Sample last = samples.get(samples.size() - 1);
    if (last.sockets() != 0 && !steps.get(steps.size() - 1).equals(last)) {
      steps.add(last);
    }
    return steps;
  }

  /** The last of the steps, in seconds. */
  double end() {
    List<Sample> steps = steps();
    return steps.get(steps.size() - 1).seconds();
  }

  /** The path of the steps, from nothing. */
  String path(ChartFrame frame) {
    StringBuilder path = new StringBuilder("M" + frame.place(new Sample(0, 0)));
    drawn(frame.time()).forEach(step -> frame.step(path, step));
    return path.toString();
  }

  /**
   * Of the steps that share a pixel of the time, the first, the lowest, the highest and the last:
   * the picture is the same, and a page does not grow with the looks.
   */
  List<Sample> drawn(ChartAxis time) {
    List<Sample> drawn = new ArrayList<>();
    List<Sample> column = new ArrayList<>();
    for (Sample step : steps()) {
      if (!column.isEmpty() && pixel(column.get(0), time) != pixel(step, time)) {
        drawn.addAll(ends(column));
        column.clear();
      }
      column.add(step);
    }
    drawn.addAll(ends(column));
    return drawn;
  }

  private static long pixel(Sample sample, ChartAxis time) {
    return (long) time.at(sample.seconds());
  }

  private static List<Sample> ends(List<Sample> column) {
    int least = column.stream().mapToInt(Sample::sockets).min().orElseThrow();
    int most = column.stream().mapToInt(Sample::sockets).max().orElseThrow();
    List<Sample> ends = new ArrayList<>();
    boolean low = false;
    boolean high = false;
    for (int i = 0; i < column.size(); i++) {
      Sample sample = column.get(i);
      boolean lowest = !low && sample.sockets() == least;
      boolean highest = !high && sample.sockets() == most;
      if (i == 0 || i == column.size() - 1 || lowest || highest) {
        ends.add(sample);
      }
      low |= lowest;
      high |= highest;
    }
    return ends;
  }
}
