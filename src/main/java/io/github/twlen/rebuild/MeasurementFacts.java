// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Measurement.Expected;
import io.github.twlen.report.Measurement.FinWait2;
import io.github.twlen.report.Measurement.Lifetime;
import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.verify.Summary;
import io.github.twlen.verify.probe.FinWait2Socket;
import io.github.twlen.verify.probe.Load;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One kernel's measurement in the words of a report. */
final class MeasurementFacts {
  private final Measurement measured;
  private final TimewaitLength length;
  private final ExpiryModel model;
  private final Summary summary;

  private MeasurementFacts(Measurement measured, TimewaitLength length) {
    this.measured = measured;
    this.length = length;
    this.model = new ExpiryModel(measured.release(), measured.hz());
    this.summary = Summary.of(measured);
  }

  /**
   * What a report says of it.
   *
   * @param length the one that the kernel is compared with
   * @return empty when a socket outlived the measurement: then there is no lifetime to tell
   */
  static Optional<io.github.twlen.report.Measurement> of(
      Measurement measured, TimewaitLength length) {
    MeasurementFacts facts = new MeasurementFacts(measured, length);
    return facts.summary.lifetimes().map(facts::all);
  }

  private io.github.twlen.report.Measurement all(Summary.Lifetimes lived) {
    Span expected = model.lifetime(length);
    return new io.github.twlen.report.Measurement(
        measured.release().text(),
        boxed(measured.hz()),
        (int) measured.count(4),
        (int) measured.count(6),
        summary.programmed(),
        new Lifetime(lived.least(), lived.median(), lived.greatest()),
        summary.resolution(),
        boxed(measured.settings().finTimeout()),
        new Expected(expected.least(), expected.most(), model.basis()),
        measured.decay().stream().map(p -> new Sample(p.seconds(), p.count())).toList(),
        finWait2(),
        measured.load().map(load -> load(load, lived.median())).orElse(null));
  }

  /** Null where no such socket was seen, or where {@code tcp_fin_timeout} gives no rule. */
  private @Nullable FinWait2 finWait2() {
    int finTimeout = measured.settings().finTimeout().orElse(0);
    if (measured.finWaits().isEmpty() || finTimeout < FinWaitModel.LEAST_FIN_TIMEOUT) {
      return null;
    }
    FinWaitModel rule = new FinWaitModel(model, length, finTimeout);
    Span expected = rule.lifetime(0);
    List<Double> lives =
        measured.finWaits().stream()
            .map(FinWait2Socket::lifetime)
            .flatMap(Optional::stream)
            .map(Span::middle)
            .sorted()
            .toList();
    boolean all = lives.size() == measured.finWaits().size();
    return new FinWait2(
        measured.finWaits().size(),
        all ? new Lifetime(lives.get(0), Summary.median(lives), lives.get(lives.size() - 1)) : null,
        new Expected(expected.least(), expected.most(), rule.inWords()));
  }

  /** Null when the load ended before as many sockets ended as began. */
  private io.github.twlen.report.@Nullable Load load(Load load, double lifetime) {
    OptionalDouble plateau = load.plateau(model.lifetime(length).most());
    return plateau.isEmpty()
        ? null
        : new io.github.twlen.report.Load(
            load.asked(),
            load.rate(),
            load.made(),
            load.seconds(),
            plateau.getAsDouble(),
            load.rate() * lifetime,
            load.samples().stream().map(s -> new Sample(s.seconds(), s.population())).toList());
  }

  private static @Nullable Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
