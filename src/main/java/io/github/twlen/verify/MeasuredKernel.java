// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.FinWait2Socket;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One kernel's measured TIME_WAIT beside what its timers allow; {@code report.schema.json}
 * describes each key.
 *
 * @param hz absent when unknown
 * @param resolutionSeconds the uncertainty of a lifetime
 * @param finTimeoutSeconds absent if unreadable
 * @param samples the decay of the population, in the order of time; may be empty
 * @param finWait2 absent when not measured
 * @param load absent when not measured
 * @param lengths the lengths set in the same boot; absent for a kernel with a fixed length
 */
public record MeasuredKernel(
    String release,
    @Nullable Integer hz,
    int socketsV4,
    int socketsV6,
    double programmedSeconds,
    Lifetime lifetime,
    double resolutionSeconds,
    @Nullable Integer finTimeoutSeconds,
    Expected expected,
    List<Sample> samples,
    @Nullable FinWait2 finWait2,
    @Nullable UnderLoad load,
    @Nullable List<MeasuredLength> lengths) {
  /** Copies the lists. */
  public MeasuredKernel {
    samples = List.copyOf(samples);
    lengths = lengths == null ? null : List.copyOf(lengths);
  }

  /** The time from entering a state until gone, in seconds. */
  public record Lifetime(double minSeconds, double medianSeconds, double maxSeconds) {}

  /**
   * When a socket may expire, and the rule, such as {@code "timer wheel of Linux 4.8 and later"}.
   */
  public record Expected(double earliestSeconds, double latestSeconds, Message model) {}

  /**
   * Orphaned sockets in FIN_WAIT2: their program has closed them, their peer has not.
   *
   * @param lifetime absent if a socket outlived the measurement
   */
  public record FinWait2(int sockets, @Nullable Lifetime lifetime, Expected expected) {}

  /**
   * The population while connections are closed at a steady rate.
   *
   * @param expectedSockets rate times lifetime
   */
  public record UnderLoad(
      int askedPerSecond,
      double madePerSecond,
      int connections,
      double seconds,
      double plateauSockets,
      double expectedSockets,
      List<Sample> samples) {
    /** Copies the samples. */
    public UnderLoad {
      samples = List.copyOf(samples);
    }
  }

  /** The population at a time, in seconds since the first TIME_WAIT socket or connection. */
  public record Sample(double seconds, int sockets) {}

  /** Returns the number of sockets measured. */
  public int sockets() {
    return socketsV4 + socketsV6;
  }

  /**
   * Compares a measurement with a length.
   *
   * @param settable whether the length is the present value of the sysctl
   * @return empty when a socket outlived the measurement
   */
  static Optional<MeasuredKernel> of(
      Measurement measured, TimewaitLength length, boolean settable) {
    ExpiryModel model = new ExpiryModel(measured.release(), measured.hz());
    Summary summary = Summary.of(measured);
    return summary
        .lifetime()
        .map(
            lifetime ->
                new MeasuredKernel(
                    measured.release().text(),
                    boxed(measured.hz()),
                    (int) measured.count(4),
                    (int) measured.count(6),
                    summary.programmed(),
                    lifetime,
                    summary.resolution(),
                    boxed(measured.settings().finTimeout()),
                    expected(model.lifetime(length), Phrases.basis(model)),
                    measured.decay().stream().map(p -> new Sample(p.seconds(), p.count())).toList(),
                    finWait2(measured, model, length, settable),
                    underLoad(measured, model.lifetime(length), lifetime),
                    measured.setting().map(MeasuredLength::all).orElse(null)));
  }

  /** Returns null without such sockets, and for a {@code tcp_fin_timeout} without a model. */
  private static @Nullable FinWait2 finWait2(
      Measurement measured, ExpiryModel model, TimewaitLength length, boolean settable) {
    List<FinWait2Socket> sockets = measured.finWaits();
    int finTimeout = measured.settings().finTimeout().orElse(0);
    if (sockets.isEmpty() || finTimeout < FinWaitModel.LEAST_FIN_TIMEOUT) {
      return null;
    }
    FinWaitModel rule =
        settable
            ? new FinWaitModel(model, TimewaitLength.STOCK, finTimeout, Optional.of(length))
            : new FinWaitModel(model, length, finTimeout);
    List<Span> lives = sockets.stream().flatMap(socket -> socket.lifetime().stream()).toList();
    return new FinWait2(
        sockets.size(),
        lives.size() == sockets.size() ? Summary.lifetime(lives) : null,
        expected(rule.lifetime(0), Phrases.course(rule)));
  }

  /** Returns null without a load, and if it ended before the population was steady. */
  private static @Nullable UnderLoad underLoad(
      Measurement measured, Span expected, Lifetime lifetime) {
    return measured
        .load()
        .map(
            load -> {
              OptionalDouble plateau = load.plateau(expected.most());
              return plateau.isEmpty()
                  ? null
                  : new UnderLoad(
                      load.asked(),
                      load.rate(),
                      load.made(),
                      load.seconds(),
                      plateau.getAsDouble(),
                      load.rate() * lifetime.medianSeconds(),
                      load.samples().stream()
                          .map(s -> new Sample(s.seconds(), s.population()))
                          .toList());
            })
        .orElse(null);
  }

  static Expected expected(Span span, Message model) {
    return new Expected(span.least(), span.most(), model);
  }

  private static @Nullable Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
