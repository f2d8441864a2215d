// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.Measurement;
import java.util.Locale;
import java.util.OptionalInt;

/** The checks of what stands around the timers: which kernel it was, and what else it does. */
final class ContextChecks {
  /** A clock that is wrong by more than this share measures something else than seconds. */
  private static final double CLOCK_SHARE = 0.05;

  /** Lines may come late by this many seconds on a busy host, whatever the guest's clock does. */
  private static final double LATE_LINES = 1;

  private final Measurement measurement;
  private final Expectations expected;

  ContextChecks(Measurement measurement, Expectations expected) {
    this.measurement = measurement;
    this.expected = expected;
  }

  Check release() {
    String running = measurement.release().text();
    if (expected.release().isEmpty()) {
      return Check.notMade(Verdict.RELEASE, "it runs " + running + "; what was built is not known");
    }
    String built = expected.release().get();
    return running.equals(built)
        ? Check.pass(Verdict.RELEASE, running)
        : Check.fail(Verdict.RELEASE, "it runs " + running + ", built was " + built);
  }

  Check families() {
    String seen =
        measurement.count(4) + " sockets over IPv4, " + measurement.count(6) + " over IPv6";
    if (measurement.sockets().size() < measurement.births()) {
      return Check.fail(
          Verdict.FAMILIES,
          seen
              + ", of "
              + measurement.births()
              + " connections; tcp_max_tw_buckets is "
              + inWords(measurement.settings().maxBuckets()));
    }
    return measurement.ipv6()
        ? Check.pass(Verdict.FAMILIES, seen)
        : Check.notMade(
            Verdict.FAMILIES,
            measurement.count(4) + " sockets over IPv4; the guest's kernel has no IPv6");
  }

  Check clock() {
    if (measurement.clock().isEmpty()) {
      return Check.notMade(Verdict.CLOCK, "when its lines came is not known");
    }
    double ratio = measurement.clock().getAsDouble();
    var decay = measurement.decay();
    double guest = decay.get(decay.size() - 1).seconds() - decay.get(0).seconds();
    double wrong = Math.abs(guest - guest / ratio);
    String detail =
        String.format(
            Locale.ROOT,
            "%.4f of its seconds a second of the host, over %.1f s; clock source %s",
            ratio,
            guest,
            measurement.settings().clockSource());
    return wrong <= Math.max(LATE_LINES, CLOCK_SHARE * guest)
        ? Check.pass(Verdict.CLOCK, detail)
        : Check.fail(Verdict.CLOCK, detail);
  }

  Check stock(TimewaitLength wanted) {
    if (expected.stock().isEmpty()) {
      return Check.notMade(Verdict.STOCK, "no stock kernel was measured");
    }
    Measurement stock = expected.stock().get();
    Summary summary = Summary.of(stock);
    TimewaitLength own = summary.programmedLength();
    TimerChecks timers = new TimerChecks(own, stock);
    for (Check check : new Check[] {timers.programmed(), timers.observed()}) {
      if (check.status() != Status.PASS) {
        return Check.notMade(Verdict.STOCK, stock.release() + ": " + check.detail());
      }
    }
    String detail =
        stock.release()
            + ": timers set to "
            + own
            + ", gone after "
            + summary.lifetimes().orElseThrow();
    if (own.equals(wanted) && !wanted.equals(TimewaitLength.STOCK)) {
      return Check.fail(
          Verdict.STOCK,
          detail + "; that is the same, so the patch is not what made the difference");
    }
    return Check.pass(Verdict.STOCK, detail);
  }

  Check finTimeout() {
    OptionalInt found = measurement.settings().finTimeout();
    if (found.isEmpty()) {
      return Check.notMade(Verdict.FIN_TIMEOUT, "it could not be read");
    }
    if (expected.finTimeout().isEmpty()) {
      return Check.notMade(
          Verdict.FIN_TIMEOUT, "it is " + found.getAsInt() + " s; what it should be is not known");
    }
    return found.equals(expected.finTimeout())
        ? Check.pass(Verdict.FIN_TIMEOUT, found.getAsInt() + " s")
        : Check.fail(
            Verdict.FIN_TIMEOUT,
            "it is "
                + found.getAsInt()
                + " s, should be "
                + expected.finTimeout().getAsInt()
                + " s");
  }

  private static String inWords(OptionalInt number) {
    return number.isPresent() ? String.valueOf(number.getAsInt()) : "not known";
  }
}
