// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ObservedSocket;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Locale;

/** The two checks that a verdict cannot do without: what the timers were set to, and what came. */
final class TimerChecks {
  /** Coarser than this, in seconds, and coarser than 5 % of N, a measurement proves nothing. */
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
    long wrong = seen.stream().filter(span -> !span.meets(set)).count();
    if (wrong > 0) {
      String some = wrong < seen.size() ? " for " + wrong + " of " + seen.size() + " sockets" : "";
      return Check.fail(
          Verdict.PROGRAMMED,
          "TIME_WAIT is " + wrongLength(seen, set) + some + ", asked for was " + wanted);
    }
    double width = seen.stream().mapToDouble(Span::width).max().orElse(Double.POSITIVE_INFINITY);
    if (width > allowedWidth()) {
      return Check.notMade(Verdict.PROGRAMMED, tooCoarse(width));
    }
    ObservedSocket first = measurement.sockets().get(0);
    return Check.pass(
        Verdict.PROGRAMMED,
        String.format(
            Locale.ROOT,
            "%s; the first row showed a remainder of %X, which is %.2f s, %s",
            wanted,
            first.firstRemainder(),
            first.firstRemainder() / 100.0,
            "and all " + seen.size() + " sockets agree"));
  }

  /** The programmed length that is not the wanted one: of all sockets, or of the first such. */
  private String wrongLength(List<Span> seen, Span set) {
    boolean typical = Math.abs(summary.programmed() - wanted.seconds()) > 0.5;
    if (typical) {
      return summary.programmedInWords();
    }
    return seen.stream().filter(span -> !span.meets(set)).findFirst().orElseThrow().toString();
  }

  Check observed() {
    if (summary.lifetimes().isEmpty()) {
      long left = measurement.sockets().stream().filter(s -> s.lifetime().isEmpty()).count();
      return Check.fail(
          Verdict.OBSERVED,
          left + " of " + measurement.sockets().size() + " sockets were still there " + after());
    }
    long wrong = measurement.sockets().stream().filter(socket -> !fits(socket)).count();
    String measured = summary.lifetimes().get().toString();
    String expected = model.lifetime(wanted) + " (" + model.basis() + ")";
    if (wrong > 0) {
      return Check.fail(
          Verdict.OBSERVED,
          String.format(
              Locale.ROOT,
              "sockets were gone after %s; with %s it would be %s; %d of %d do not fit",
              measured,
              wanted,
              expected,
              wrong,
              measurement.sockets().size()));
    }
    if (summary.resolution() > allowedWidth()) {
      return Check.notMade(Verdict.OBSERVED, tooCoarse(summary.resolution()));
    }
    return Check.pass(
        Verdict.OBSERVED,
        String.format(
            Locale.ROOT,
            "gone after %s, known to %.2f s; expected %s",
            measured,
            summary.resolution(),
            expected));
  }

  private boolean fits(ObservedSocket socket) {
    Span expected =
        model
            .lifetime(wanted, measurement.bornAfterFirst(socket))
            .widenedBy(ExpiryModel.LATE_TICKS);
    return socket.lifetime().filter(expected::meets).isPresent();
  }

  private String after() {
    double last = measurement.decay().get(measurement.decay().size() - 1).seconds();
    return String.format(
        Locale.ROOT,
        "%.0f s after the first was born, when the probe gave up; their timers were set to %s",
        last,
        summary.programmedInWords());
  }

  private double allowedWidth() {
    return Math.max(COARSE_SECONDS, COARSE_SHARE * wanted.seconds());
  }

  private String tooCoarse(double width) {
    return String.format(
        Locale.ROOT,
        "the measurement is too coarse: it is known to %.2f s only, and must be to %.2f s",
        width,
        allowedWidth());
  }
}
