// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.FinWait2Socket;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The check that closed sockets stay in FIN_WAIT2 as long as this kernel should have them. */
final class FinWaitCheck {
  /** Coarser than this, in seconds, a lifetime proves nothing. */
  private static final double COARSE = 3;

  private final TimewaitLength wanted;
  private final Measurement measurement;

  FinWaitCheck(TimewaitLength wanted, Measurement measurement) {
    this.wanted = wanted;
    this.measurement = measurement;
  }

  Check make() {
    List<FinWait2Socket> seen = measurement.finWaits();
    OptionalInt finTimeout = measurement.settings().finTimeout();
    if (seen.isEmpty()) {
      return notMade(measurement.noFinWaits().orElse("no closed socket was seen in FIN_WAIT2"));
    }
    if (finTimeout.isEmpty()) {
      return notMade("tcp_fin_timeout could not be read");
    }
    if (finTimeout.getAsInt() < FinWaitModel.LEAST_FIN_TIMEOUT) {
      return notMade("tcp_fin_timeout is " + finTimeout.getAsInt() + " s: too short to be told");
    }
    ExpiryModel timers = new ExpiryModel(measurement.release(), measurement.hz());
    return judge(seen, new FinWaitModel(timers, wanted, finTimeout.getAsInt()));
  }

  private Check judge(List<FinWait2Socket> seen, FinWaitModel model) {
    long wrong = seen.stream().filter(socket -> !begins(socket, model)).count();
    if (wrong > 0) {
      FinWait2Socket one = seen.stream().filter(s -> !begins(s, model)).findFirst().orElseThrow();
      return Check.fail(
          Verdict.FIN_WAIT2,
          String.format(
              Locale.ROOT,
              "%d of %d sockets do not fit; one began as %s with a timer of %s; with %s: %s",
              wrong,
              seen.size(),
              one.firstTimer() == FinWait2Socket.KEEPALIVE_TIMER ? "a whole socket" : "a small one",
              one.programmed(),
              wanted,
              model.inWords()));
    }
    List<Span> lives = seen.stream().flatMap(socket -> socket.lifetime().stream()).toList();
    if (lives.size() < seen.size()) {
      return notMade(
          (seen.size() - lives.size()) + " sockets were still there when the probe gave up");
    }
    Optional<FinWait2Socket> outlier =
        seen.stream().filter(socket -> !ends(socket, seen.get(0), model)).findFirst();
    Span expected = model.lifetime(0);
    if (outlier.isPresent()) {
      return Check.fail(
          Verdict.FIN_WAIT2,
          String.format(
              Locale.ROOT,
              "a socket was gone after %s; with %s it would be %s (%s)",
              outlier.get().lifetime().orElseThrow(),
              wanted,
              expected,
              model.inWords()));
    }
    double width = lives.stream().mapToDouble(Span::width).max().orElseThrow();
    if (width > COARSE) {
      return notMade(
          String.format(
              Locale.ROOT, "the measurement is too coarse: it is known to %.2f s only", width));
    }
    double middle = lives.stream().mapToDouble(Span::middle).average().orElseThrow();
    return Check.pass(
        Verdict.FIN_WAIT2,
        String.format(
            Locale.ROOT,
            "%d sockets gone after %.1f s, expected %s (%s)",
            seen.size(),
            middle,
            expected,
            model.inWords()));
  }

  private static boolean begins(FinWait2Socket socket, FinWaitModel model) {
    return socket.firstTimer() == model.firstTimer()
        && socket.programmed().meets(model.programmed().widenedBy(ExpiryModel.LATE_TICKS));
  }

  private static boolean ends(FinWait2Socket socket, FinWait2Socket first, FinWaitModel model) {
    double bornAfter = Math.max(0, socket.birth().most() - first.birth().least());
    Span expected = model.lifetime(bornAfter).widenedBy(ExpiryModel.LATE_TICKS);
    return socket.lifetime().filter(expected::meets).isPresent();
  }

  private static Check notMade(String why) {
    return Check.notMade(Verdict.FIN_WAIT2, why);
  }
}
