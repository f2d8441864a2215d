// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static io.github.twlen.verify.Check.Name.LIFETIME;
import static io.github.twlen.verify.Check.Name.TIMER;
import static io.github.twlen.verify.Phrases.fixed;
import static io.github.twlen.verify.Phrases.span;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ObservedSocket;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Locale;

/** Makes the two checks that every verdict needs: programmed timer and observed lifetime. */
final class TimerChecks {
  /** A measurement coarser than this many seconds, and than 5 % of N, is no evidence. */
  private static final double COARSE_SECONDS = 0.5;

  private static final double COARSE_SHARE = 0.05;

  private final TimewaitLength wanted;
  private final Measurement measurement;
  private final ExpiryModel model;
  private final Summary summary;

  TimerChecks(TimewaitLength wanted, Measurement measurement) {
    this.wanted = wanted;
    this.measurement = measurement;
    this.model = new ExpiryModel(measurement.release(), measurement.hz());
    this.summary = Summary.of(measurement);
  }

  Check programmed() {
    Span set = model.programmed(wanted).widenedBy(ExpiryModel.LATE_TICKS);
    List<Span> seen = measurement.sockets().stream().map(ObservedSocket::programmed).toList();
    List<Span> wrong = seen.stream().filter(span -> !span.meets(set)).toList();
    if (!wrong.isEmpty()) {
      // The median describes all sockets; otherwise the first wrong one is an example.
      boolean typical = Math.abs(summary.programmed() - wanted.seconds()) > 0.5;
      Object[] values = {
        "length",
        typical ? summary.programmedText() : span(wrong.get(0)),
        "wanted",
        wanted,
        "wrong",
        wrong.size(),
        "all",
        seen.size()
      };
      return Check.fail(TIMER, wrong.size() < seen.size() ? "timer.some" : "timer.fail", values);
    }
    double width = seen.stream().mapToDouble(Span::width).max().orElse(Double.POSITIVE_INFINITY);
    if (width > allowedWidth()) {
      return tooCoarse(TIMER, width);
    }
    int remaining = measurement.sockets().get(0).firstRemainder();
    Object[] values = {
      "wanted", wanted,
      "hex", String.format(Locale.ROOT, "%X", remaining),
      "seconds", fixed(2, remaining / 100.0),
      "count", seen.size()
    };
    return Check.pass(TIMER, "timer.pass", values);
  }

  Check observed() {
    List<ObservedSocket> sockets = measurement.sockets();
    if (summary.lifetime().isEmpty()) {
      var decay = measurement.decay();
      Object[] values = {
        "left", sockets.stream().filter(s -> s.lifetime().isEmpty()).count(),
        "all", sockets.size(),
        "seconds", fixed(0, decay.get(decay.size() - 1).seconds()),
        "length", summary.programmedText()
      };
      return Check.fail(LIFETIME, "lifetime.remain", values);
    }
    long wrong = sockets.stream().filter(socket -> !fits(socket)).count();
    Object[] values = {
      "measured", Phrases.lifetimes(summary.lifetime().get()),
      "resolution", fixed(2, summary.resolution()),
      "expected", span(model.lifetime(wanted)),
      "model", Phrases.basis(model),
      "wanted", wanted,
      "wrong", wrong,
      "all", sockets.size()
    };
    if (wrong > 0) {
      return Check.fail(LIFETIME, "lifetime.fail", values);
    }
    return summary.resolution() > allowedWidth()
        ? tooCoarse(LIFETIME, summary.resolution())
        : Check.pass(LIFETIME, "lifetime.pass", values);
  }

  private boolean fits(ObservedSocket socket) {
    Span expected =
        model
            .lifetime(wanted, measurement.bornAfterFirst(socket))
            .widenedBy(ExpiryModel.LATE_TICKS);
    return socket.lifetime().filter(expected::meets).isPresent();
  }

  private double allowedWidth() {
    return Math.max(COARSE_SECONDS, COARSE_SHARE * wanted.seconds());
  }

  private Check tooCoarse(Check.Name name, double width) {
    return Check.notMade(
        name, "coarse", "width", fixed(2, width), "most", fixed(2, allowedWidth()));
  }
}
