// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What became of the population while connections were made and ended at a steady rate.
 *
 * @param asked the rate that was asked for, connections a second
 * @param made how many were made
 * @param seconds from the first to the last
 * @param samples a look each second, in the order of time; not empty
 */
public record Load(int asked, int made, double seconds, List<Sample> samples) {
  /** Copies what it is given. */
  public Load {
    samples = List.copyOf(samples);
  }

  /**
   * A look at the population.
   *
   * @param seconds since the first connection
   * @param population sockets in TIME_WAIT, less those that were there before
   * @param made connections until then
   */
  public record Sample(double seconds, int population, int made) {}

  /** The load of these samples, of which the last ends it. */
  static Load of(int asked, List<Sample> samples) {
    Sample last = samples.get(samples.size() - 1);
    return new Load(asked, last.made(), last.seconds(), samples);
  }

  /** The rate that was made, connections a second; 0 for a load that took no time. */
  public double rate() {
    return seconds > 0 ? made / seconds : 0;
  }

  /** How many looks were taken from this second on. */
  public long samplesFrom(double second) {
    return samples.stream().filter(sample -> sample.seconds() >= second).count();
  }

  /**
   * The mean population once as many sockets end as begin.
   *
   * @param from the second of the load from which it is so: the life of a socket
   * @return empty when the load ended before
   */
  public OptionalDouble plateau(double from) {
    return samples.stream()
        .filter(sample -> sample.seconds() >= from)
        .mapToInt(Sample::population)
        .average();
  }
}
