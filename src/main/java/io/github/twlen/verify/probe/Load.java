// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The number of TIME_WAIT sockets while connections were opened and closed at a steady rate.
 *
 * @param asked the requested rate, connections a second
 * @param made the number of connections
 * @param seconds the duration
 * @param samples one each second; not empty
 */
public record Load(int asked, int made, double seconds, List<Sample> samples) {
  /** Copies the list. */
  public Load {
    samples = List.copyOf(samples);
  }

  /**
   * A sample under load.
   *
   * @param seconds since the first connection
   * @param population TIME_WAIT sockets, without those from before the load
   * @param made connections so far
   */
  public record Sample(double seconds, int population, int made) {}

  /** Creates the load of a list of samples. */
  static Load of(int asked, List<Sample> samples) {
    Sample last = samples.get(samples.size() - 1);
    return new Load(asked, last.made(), last.seconds(), samples);
  }

  /** Returns the achieved rate, connections a second; 0 for a load without duration. */
  public double rate() {
    return seconds > 0 ? made / seconds : 0;
  }

  /** Returns the number of samples from a second on. */
  public long samplesFrom(double second) {
    return samples.stream().filter(sample -> sample.seconds() >= second).count();
  }

  /**
   * Returns the mean population once as many sockets expire as are opened.
   *
   * @param from the lifetime of a socket in seconds
   * @return empty when the load ended before
   */
  public OptionalDouble plateau(double from) {
    return samples.stream()
        .filter(sample -> sample.seconds() >= from)
        .mapToInt(Sample::population)
        .average();
  }
}
