// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.Load;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.Span;
import java.util.Locale;
import java.util.Optional;

/**
 * The check that under a steady load as many sockets wait as the length lets expect: by Little's
 * law the population is the rate times the lifetime.
 */
final class LoadCheck {
  /** How far from it the population may be. */
  private static final double SHARE = 0.10;

  /** So many looks, one a second, are a plateau. */
  private static final int LEAST_SAMPLES = 5;

  private final TimewaitLength wanted;
  private final Measurement measurement;

  LoadCheck(TimewaitLength wanted, Measurement measurement) {
    this.wanted = wanted;
    this.measurement = measurement;
  }

  /** Empty when no load was asked for. */
  Optional<Check> make() {
    return measurement
        .load()
        .map(this::judge)
        .or(() -> measurement.noLoad().map(why -> Check.notMade(Verdict.LOAD, why)));
  }

  private Check judge(Load load) {
    ExpiryModel model = new ExpiryModel(measurement.release(), measurement.hz());
    Span life = model.lifetime(wanted);
    if (load.samplesFrom(life.most()) < LEAST_SAMPLES) {
      return Check.notMade(
          Verdict.LOAD,
          String.format(
              Locale.ROOT,
              "the load ended after %.0f s, before as many sockets would end as begin with %s",
              load.seconds(),
              wanted));
    }
    double population = load.plateau(life.most()).orElseThrow();
    Span expected = new Span(load.rate() * life.least(), load.rate() * life.most());
    String detail =
        String.format(
            Locale.ROOT,
            "%.0f sockets at %.1f connections a second; expected %.0f to %.0f",
            population,
            load.rate(),
            expected.least(),
            expected.most());
    if (load.rate() < (1 - SHARE) * load.asked()) {
      detail += "; asked for were " + load.asked() + " a second, which this machine does not make";
    }
    Span allowed = new Span(expected.least() * (1 - SHARE), expected.most() * (1 + SHARE));
    return allowed.meets(new Span(population, population))
        ? Check.pass(Verdict.LOAD, detail)
        : Check.fail(Verdict.LOAD, detail);
  }
}
