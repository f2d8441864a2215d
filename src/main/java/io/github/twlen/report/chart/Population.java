// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.verify.MeasuredKernel.Sample;
import java.util.ArrayList;
import java.util.List;

/** The number of sockets over time, in its order. */
record Population(List<Sample> samples) {

  /** Returns whether there is anything to draw. */
  boolean drawable() {
    return peak() > 0;
  }

  /** Returns the most sockets at one time. */
  int peak() {
    return samples.stream().mapToInt(Sample::sockets).max().orElse(0);
  }

  /**
   * Returns the samples at which the population changed, and the last one: thousands of samples of
   * a few sockets are a few steps.
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

  /** Returns the time of the last step, in seconds. */
  double end() {
    List<Sample> steps = steps();
    return steps.get(steps.size() - 1).seconds();
  }

  /** Returns the path of the steps, from 0. */
  String path(ChartCanvas canvas) {
    StringBuilder path = new StringBuilder("M" + canvas.place(new Sample(0, 0)));
    drawn(canvas.time()).forEach(step -> canvas.step(path, step));
    return path.toString();
  }

  /**
   * Returns, of the steps in one pixel column, the first, the lowest, the highest and the last: the
   * picture is the same, and the page stays small.
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
