// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurement.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * The population of one kernel's sockets over time, and the band in which it may fall.
 *
 * @param name {@code stock}, {@code patched} or {@code running}
 * @param measurement what was measured; at least one sample
 */
record DecayCurve(String name, Measurement measurement) {

  /** How many sockets there were over time. */
  Population population() {
    return new Population(measurement.samples());
  }

  /** When there is nothing more to draw, neither of the curve nor of its band, in seconds. */
  double bandEnd() {
    List<Sample> slowest = slowestFall();
    return Math.max(population().end(), slowest.get(slowest.size() - 1).seconds());
  }

  /** The steps of the fastest fall that the model allows: nothing may lie below. */
  List<Sample> fastestFall() {
    List<Sample> births = births();
    double lifetime = measurement.expected().earliestSeconds();
    if (stillBornAt(lifetime)) {
      return List.of(new Sample(lifetime, 0));
    }
    int peak = population().peak();
    List<Sample> fall = new ArrayList<>();
    double bornAfter = 0;
    for (Sample birth : births) {
      fall.add(new Sample(bornAfter + lifetime, peak - birth.sockets()));
      bornAfter = birth.seconds();
    }
    return fall;
  }

  /**
   * The steps of the slowest fall that the model allows: nothing may lie above. A socket that has
   * gone is missed at the next look, so the resolution comes on top.
   */
  List<Sample> slowestFall() {
    List<Sample> births = births();
    double lifetime = measurement.expected().latestSeconds() + measurement.resolutionSeconds();
    if (stillBornAt(measurement.expected().earliestSeconds())) {
      return List.of(new Sample(births.get(births.size() - 1).seconds() + lifetime, 0));
    }
    int peak = population().peak();
    return births.stream()
        .map(birth -> new Sample(birth.seconds() + lifetime, peak - birth.sockets()))
        .toList();
  }

  /**
   * The rise to the peak. The sockets of a probe are not born at once, and each has its own
   * lifetime: so the allowed fall is the rise, moved by that lifetime, and not one moment.
   */
  private List<Sample> births() {
    List<Sample> births = new ArrayList<>();
    int born = 0;
    for (Sample sample : measurement.samples()) {
      if (sample.sockets() > born) {
        births.add(sample);
        born = sample.sockets();
      }
    }
    return births;
  }

  /** Then the rise hides falls, and the births cannot be read from it one by one. */
  private boolean stillBornAt(double seconds) {
    List<Sample> births = births();
    return births.isEmpty() || births.get(births.size() - 1).seconds() >= seconds;
  }
}
