// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ObservedSocket;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A measurement in five numbers, all in seconds.
 *
 * @param programmed the length that the kernel's timers were set to
 * @param lifetimes least, median and greatest of the observed lifetimes, each the middle of its
 *     bracket; empty when a socket outlived the measurement
 * @param resolution how wide the median bracket of a lifetime is; infinite without lifetimes
 */
public record Summary(double programmed, Optional<Lifetimes> lifetimes, double resolution) {
  /** Least, median and greatest, in seconds. */
  public record Lifetimes(double least, double median, double greatest) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.2f s (least %.2f, greatest %.2f)", median, least, greatest);
    }
  }

  /** Sums up. */
  public static Summary of(Measurement measurement) {
    List<ObservedSocket> sockets = measurement.sockets();
    double programmed = median(sockets.stream().map(s -> s.programmed().middle()).toList());
    List<Span> lives = sockets.stream().flatMap(socket -> socket.lifetime().stream()).toList();
    if (lives.size() < sockets.size()) {
      return new Summary(programmed, Optional.empty(), Double.POSITIVE_INFINITY);
    }
    List<Double> middles = lives.stream().map(Span::middle).sorted().toList();
    return new Summary(
        programmed,
        Optional.of(
            new Lifetimes(middles.get(0), median(middles), middles.get(middles.size() - 1))),
        median(lives.stream().map(Span::width).toList()));
  }

  /** The middle one, or between the two in the middle; of at least one number. */
  public static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  /** The programmed length in whole seconds, as a kernel defines it. */
  public TimewaitLength programmedLength() {
    return new TimewaitLength((int) Math.round(programmed));
  }

  /** The programmed length as a person would say it: whole seconds when it is near to them. */
  String programmedInWords() {
    long whole = Math.round(programmed);
    return Math.abs(programmed - whole) < 0.1
        ? whole + " s"
        : String.format(Locale.ROOT, "%.2f s", programmed);
  }
}
