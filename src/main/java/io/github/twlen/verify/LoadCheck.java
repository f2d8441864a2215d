// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static io.github.twlen.verify.Check.Name.LOAD;
import static io.github.twlen.verify.Phrases.fixed;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.Load;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.Span;
import java.util.Optional;

/** Checks the socket count under a steady load against rate times lifetime (Little's law). */
final class LoadCheck {
  /** The allowed deviation of the count. */
  private static final double SHARE = 0.10;

  /** The least number of samples, one a second, of a plateau. */
  private static final int LEAST_SAMPLES = 5;

  private final TimewaitLength wanted;
  private final Measurement measurement;

  LoadCheck(TimewaitLength wanted, Measurement measurement) {
    this.wanted = wanted;
    this.measurement = measurement;
  }

  /** Returns the check; empty when no load was requested. */
  Optional<Check> make() {
    return measurement
        .load()
        .map(this::judge)
        .or(
            () ->
                measurement
                    .noLoad()
                    .map(why -> new Check(LOAD, Check.Status.NOT_MADE, Message.verbatim(why))));
  }

  private Check judge(Load load) {
    Span life = new ExpiryModel(measurement.release(), measurement.hz()).lifetime(wanted);
    if (load.samplesFrom(life.most()) < LEAST_SAMPLES) {
      return Check.notMade(
          LOAD, "load.short", "seconds", fixed(0, load.seconds()), "wanted", wanted);
    }
    double count = load.plateau(life.most()).orElseThrow();
    Span expected = new Span(load.rate() * life.least(), load.rate() * life.most());
    boolean slow = load.rate() < (1 - SHARE) * load.asked();
    Span allowed = new Span(expected.least() * (1 - SHARE), expected.most() * (1 + SHARE));
    Object[] values = {
      "count", fixed(0, count),
      "rate", fixed(1, load.rate()),
      "least", fixed(0, expected.least()),
      "most", fixed(0, expected.most()),
      "asked", load.asked()
    };
    String key = slow ? "load.slow" : "load";
    return allowed.meets(new Span(count, count))
        ? Check.pass(LOAD, key, values)
        : Check.fail(LOAD, key, values);
  }
}
