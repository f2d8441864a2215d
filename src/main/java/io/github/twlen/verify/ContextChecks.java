// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static io.github.twlen.verify.Phrases.fixed;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.Measurement;
import java.util.OptionalInt;

/** Checks the running kernel and its settings, everything but its TIME_WAIT timers. */
final class ContextChecks {
  /** A clock with a larger error than this share does not measure seconds. */
  private static final double CLOCK_SHARE = 0.05;

  /** Lines may arrive late by this many seconds on a busy host, whatever the guest's clock. */
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
      return Check.notMade(Name.RELEASE, "release.unknown", "running", running);
    }
    String built = expected.release().get();
    return running.equals(built)
        ? Check.pass(Name.RELEASE, "release.pass", "running", running)
        : Check.fail(Name.RELEASE, "release.fail", "running", running, "built", built);
  }

  Check families() {
    long v4 = measurement.count(4);
    long v6 = measurement.count(6);
    if (measurement.sockets().size() < measurement.births()) {
      OptionalInt limit = measurement.settings().maxBuckets();
      String key = limit.isPresent() ? "families.lost" : "families.lost.noLimit";
      Object[] values = {
        "v4", v4, "v6", v6, "made", measurement.births(), "limit", "" + limit.orElse(0)
      };
      return Check.fail(Name.FAMILIES, key, values);
    }
    return measurement.ipv6()
        ? Check.pass(Name.FAMILIES, "families.pass", "v4", v4, "v6", v6)
        : Check.notMade(Name.FAMILIES, "families.noIpv6", "v4", v4);
  }

  Check clock() {
    if (measurement.clock().isEmpty()) {
      return Check.notMade(Name.CLOCK, "clock.unknown");
    }
    double ratio = measurement.clock().getAsDouble();
    var decay = measurement.decay();
    double guest = decay.get(decay.size() - 1).seconds() - decay.get(0).seconds();
    double error = Math.abs(guest - guest / ratio);
    Object[] values = {
      "ratio", fixed(4, ratio),
      "seconds", fixed(1, guest),
      "source", measurement.settings().clockSource()
    };
    return error <= Math.max(LATE_LINES, CLOCK_SHARE * guest)
        ? Check.pass(Name.CLOCK, "clock", values)
        : Check.fail(Name.CLOCK, "clock", values);
  }

  Check stock(TimewaitLength wanted) {
    if (expected.stock().isEmpty()) {
      return Check.notMade(Name.STOCK, "stock.none");
    }
    Measurement stock = expected.stock().get();
    TimewaitLength own = Summary.of(stock).programmedLength();
    TimerChecks timers = new TimerChecks(own, stock);
    for (Check check : new Check[] {timers.programmed(), timers.observed()}) {
      if (check.status() != Status.PASS) {
        return Check.notMade(
            Name.STOCK, "stock.failed", "release", stock.release(), "detail", check.detail());
      }
    }
    Object[] values = {
      "release", stock.release(),
      "length", own,
      "lifetimes", Phrases.lifetimes(Summary.of(stock).lifetime().orElseThrow())
    };
    return own.equals(wanted) && !wanted.equals(TimewaitLength.STOCK)
        ? Check.fail(Name.STOCK, "stock.same", values)
        : Check.pass(Name.STOCK, "stock.pass", values);
  }

  Check finTimeout() {
    OptionalInt found = measurement.settings().finTimeout();
    if (found.isEmpty()) {
      return Check.notMade(Name.FIN_TIMEOUT, "finTimeout.unreadable");
    }
    TimewaitLength actual = new TimewaitLength(found.getAsInt());
    if (expected.finTimeout().isEmpty()) {
      return Check.notMade(Name.FIN_TIMEOUT, "finTimeout.unknown", "found", actual);
    }
    TimewaitLength right = new TimewaitLength(expected.finTimeout().getAsInt());
    return actual.equals(right)
        ? Check.pass(Name.FIN_TIMEOUT, "finTimeout.pass", "found", actual)
        : Check.fail(Name.FIN_TIMEOUT, "finTimeout.fail", "found", actual, "expected", right);
  }
}
