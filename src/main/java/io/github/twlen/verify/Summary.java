// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ObservedSocket;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Optional;

/**
 * A measurement in few numbers, all in seconds.
 *
 * @param programmed the length that the kernel's timers were set to
 * @param lifetime each the middle of its bracket; empty when a socket outlived the measurement
 * @param resolution the median width of the brackets; infinite without lifetimes
 */
public record Summary(double programmed, Optional<Lifetime> lifetime, double resolution) {
  /** Returns the summary of a measurement. */
  public static Summary of(Measurement measurement) {
    List<ObservedSocket> sockets = measurement.sockets();
    double programmed = median(sockets.stream().map(s -> s.programmed().middle()).toList());
    List<Span> lives = sockets.stream().flatMap(socket -> socket.lifetime().stream()).toList();
    return lives.size() < sockets.size()
        ? new Summary(programmed, Optional.empty(), Double.POSITIVE_INFINITY)
        : new Summary(
            programmed,
            Optional.of(lifetime(lives)),
            median(lives.stream().map(Span::width).toList()));
  }

  /** Returns the lifetime of at least one socket. */
  static Lifetime lifetime(List<Span> lives) {
    List<Double> middles = lives.stream().map(Span::middle).sorted().toList();
    return new Lifetime(middles.get(0), median(middles), middles.get(middles.size() - 1));
  }

  /** Returns the middle number, or the mean of the two in the middle; of at least one number. */
  private static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  /** Returns the programmed length in whole seconds, as a kernel defines it. */
  public TimewaitLength programmedLength() {
    return new TimewaitLength((int) Math.round(programmed));
  }

  /** Returns the programmed length in whole seconds if it is close to them. */
  String programmedText() {
    boolean whole = Math.abs(programmed - Math.round(programmed)) < 0.1;
    return whole ? programmedLength().toString() : Phrases.fixed(2, programmed) + " s";
  }
}
