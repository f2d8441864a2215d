// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static io.github.twlen.verify.Check.Name.FIN_WAIT2;
import static io.github.twlen.verify.Phrases.fixed;
import static io.github.twlen.verify.Phrases.span;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.FinWait2Socket;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks the lifetime of orphaned sockets in FIN_WAIT2 against the model of this kernel. */
final class FinWaitCheck {
  /** A lifetime with a larger uncertainty, in seconds, is no evidence. */
  private static final double COARSE = 3;

  private final TimewaitLength wanted;
  private final Measurement measurement;
  private final Optional<TimewaitLength> setting;

  FinWaitCheck(TimewaitLength wanted, Measurement measurement) {
    this(wanted, measurement, Optional.empty());
  }

  private FinWaitCheck(
      TimewaitLength wanted, Measurement measurement, Optional<TimewaitLength> setting) {
    this.wanted = wanted;
    this.measurement = measurement;
    this.setting = setting;
  }

  /** Checks a kernel with the sysctl, whose FIN_WAIT2 stays that of the constant. */
  static FinWaitCheck ofSetting(TimewaitLength setting, Measurement measurement) {
    return new FinWaitCheck(TimewaitLength.STOCK, measurement, Optional.of(setting));
  }

  Check make() {
    List<FinWait2Socket> seen = measurement.finWaits();
    OptionalInt finTimeout = measurement.settings().finTimeout();
    if (seen.isEmpty()) {
      Message reason =
          measurement
              .noFinWaits()
              .map(Message::verbatim)
              .orElse(Message.of(Check.class, "finWait.none"));
      return new Check(FIN_WAIT2, Check.Status.NOT_MADE, reason);
    }
    if (finTimeout.isEmpty()) {
      return Check.notMade(FIN_WAIT2, "finTimeout.unreadable");
    }
    if (finTimeout.getAsInt() < FinWaitModel.LEAST_FIN_TIMEOUT) {
      return Check.notMade(FIN_WAIT2, "finWait.short", "seconds", finTimeout.getAsInt());
    }
    ExpiryModel timers = new ExpiryModel(measurement.release(), measurement.hz());
    return judge(seen, new FinWaitModel(timers, wanted, finTimeout.getAsInt(), setting));
  }

  private Check judge(List<FinWait2Socket> seen, FinWaitModel model) {
    List<FinWait2Socket> wrong = seen.stream().filter(socket -> !begins(socket, model)).toList();
    if (!wrong.isEmpty()) {
      boolean full = wrong.get(0).firstTimer() == FinWait2Socket.KEEPALIVE_TIMER;
      Object[] values = {
        "wrong", wrong.size(),
        "all", seen.size(),
        "timer", span(wrong.get(0).programmed()),
        "wanted", wanted,
        "course", Phrases.course(model)
      };
      return Check.fail(FIN_WAIT2, full ? "finWait.begin.full" : "finWait.begin.small", values);
    }
    List<Span> lives = seen.stream().flatMap(socket -> socket.lifetime().stream()).toList();
    if (lives.size() < seen.size()) {
      return Check.notMade(FIN_WAIT2, "finWait.remain", "count", seen.size() - lives.size());
    }
    FinWait2Socket outlier =
        seen.stream()
            .filter(socket -> !ends(socket, seen.get(0), model))
            .findFirst()
            .orElse(seen.get(0));
    Object[] values = {
      "expected", span(model.lifetime(0)),
      "course", Phrases.course(model),
      "lifetime", span(outlier.lifetime().orElseThrow()),
      "wanted", wanted,
      "count", seen.size(),
      "seconds", fixed(1, lives.stream().mapToDouble(Span::middle).average().orElseThrow())
    };
    if (!ends(outlier, seen.get(0), model)) {
      return Check.fail(FIN_WAIT2, "finWait.fail", values);
    }
    double width = lives.stream().mapToDouble(Span::width).max().orElseThrow();
    return width > COARSE
        ? Check.notMade(FIN_WAIT2, "coarse", "width", fixed(2, width), "most", fixed(2, COARSE))
        : Check.pass(FIN_WAIT2, "finWait.pass", values);
  }

  private static boolean begins(FinWait2Socket socket, FinWaitModel model) {
    return socket.firstTimer() == model.firstTimer()
        && socket.programmed().meets(model.programmed().widenedBy(ExpiryModel.LATE_TICKS));
  }

  private static boolean ends(FinWait2Socket socket, FinWait2Socket first, FinWaitModel model) {
    double afterFirst = Math.max(0, socket.birth().most() - first.birth().least());
    Span expected = model.lifetime(afterFirst).widenedBy(ExpiryModel.LATE_TICKS);
    return socket.lifetime().filter(expected::meets).isPresent();
  }
}
