// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.verify.MeasuredKernel.Sample;
import io.github.twlen.verify.MeasuredLength;
import java.util.ArrayList;
import java.util.List;

/**
 * The population of one kernel's sockets over time, and the band in which it may fall.
 *
 * @param name classes of the style sheet, such as {@code stock} or {@code patched set-1}
 * @param label the name for people
 * @param samples at least one
 * @param resolution the uncertainty of a lifetime, in seconds
 */
record DecayCurve(
    String name,
    String label,
    List<Sample> samples,
    Lifetime lifetime,
    Expected expected,
    double resolution) {
  /** Returns the curve of a kernel. */
  static DecayCurve of(String name, String label, MeasuredKernel kernel) {
    return new DecayCurve(
        name,
        label,
        kernel.samples(),
        kernel.lifetime(),
        kernel.expected(),
        kernel.resolutionSeconds());
  }

  /** Returns the curve of a length that was set. */
  static DecayCurve of(String name, String label, MeasuredLength length) {
    return new DecayCurve(
        name,
        label,
        length.samples(),
        length.lifetime(),
        length.expected(),
        length.resolutionSeconds());
  }

  Population population() {
    return new Population(samples);
  }

  /** Returns the end of the curve and its band, in seconds. */
  double bandEnd() {
    List<Sample> slowest = slowestFall();
    return Math.max(population().end(), slowest.get(slowest.size() - 1).seconds());
  }

  /** Returns the steps of the fastest fall that the model allows. */
  List<Sample> fastestFall() {
    double lifetime = expected.earliestSeconds();
    if (stillRisingAt(lifetime)) {
      return List.of(new Sample(lifetime, 0));
    }
    int peak = population().peak();
    List<Sample> fall = new ArrayList<>();
    double previous = 0;
    for (Sample sample : rise()) {
      fall.add(new Sample(previous + lifetime, peak - sample.sockets()));
      previous = sample.seconds();
    }
    return fall;
  }

  /**
   * Returns the steps of the slowest fall that the model allows, plus the resolution: an expired
   * socket is missed at the next sample.
   */
  List<Sample> slowestFall() {
    List<Sample> rise = rise();
    double lifetime = expected.latestSeconds() + resolution;
    if (stillRisingAt(expected.earliestSeconds())) {
      return List.of(new Sample(rise.get(rise.size() - 1).seconds() + lifetime, 0));
    }
    int peak = population().peak();
    return rise.stream()
        .map(sample -> new Sample(sample.seconds() + lifetime, peak - sample.sockets()))
        .toList();
  }

  /**
   * Returns the rise to the peak. Each socket of a probe has its own start, so the allowed fall is
   * the rise, moved by the lifetime.
   */
  private List<Sample> rise() {
    List<Sample> rise = new ArrayList<>();
    int most = 0;
    for (Sample sample : samples) {
      if (sample.sockets() > most) {
        rise.add(sample);
        most = sample.sockets();
      }
    }
    return rise;
  }

  /** Returns whether the rise hides the fall, so that single starts cannot be read from it. */
  private boolean stillRisingAt(double seconds) {
    List<Sample> rise = rise();
    return rise.isEmpty() || rise.get(rise.size() - 1).seconds() >= seconds;
  }
}
