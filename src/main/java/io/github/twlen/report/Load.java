// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.text.Numbers;
import java.util.List;

/**
 * The population of TIME_WAIT while connections are closed at a steady rate.
 *
 * @param askedPerSecond connections a second that were asked of the probe
 * @param madePerSecond connections a second that it made
 * @param connections how many it made in all
 * @param seconds how long it made them
 * @param plateauSockets the population once it was steady, as measured
 * @param expectedSockets the rate times the lifetime, which is what a steady population is
 * @param samples the population, in the order of time; may be empty
 */
public record Load(
    int askedPerSecond,
    double madePerSecond,
    int connections,
    double seconds,
    double plateauSockets,
    double expectedSockets,
    List<Sample> samples) {

  /** Copies what it is given; refuses what is not a number or less than nothing. */
  public Load {
    Numbers.requireCounted(
        askedPerSecond, madePerSecond, connections, seconds, plateauSockets, expectedSockets);
    samples = List.copyOf(samples);
  }
}
