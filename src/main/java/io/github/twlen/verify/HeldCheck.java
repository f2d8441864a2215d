// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static io.github.twlen.verify.Check.Name.FIN_WAIT2_SET;
import static io.github.twlen.verify.Phrases.span;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.FinWait2Socket;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.SettingRun;
import io.github.twlen.verify.probe.SettingRun.Held;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checks that FIN_WAIT2 and {@code tcp_fin_timeout} stay those of the stock kernel while lengths
 * are set.
 */
final class HeldCheck {
  private final Measurement measurement;
  private final SettingRun run;
  private final LengthPlan plan;

  HeldCheck(Measurement measurement, SettingRun run, LengthPlan plan) {
    this.measurement = measurement;
    this.run = run;
    this.plan = plan;
  }

  Check make() {
    OptionalInt timeout = measurement.settings().finTimeout();
    Optional<Held> held = run.held();
    if (held.isEmpty() || held.get().sockets().isEmpty()) {
      return Check.notMade(FIN_WAIT2_SET, "finWait.none");
    }
    if (timeout.isEmpty() || timeout.getAsInt() < FinWaitModel.LEAST_FIN_TIMEOUT) {
      return Check.notMade(FIN_WAIT2_SET, "finTimeout.unreadable");
    }
    if (!run.finTimeoutAfter().equals(timeout)) {
      Object[] values = {
        "before", timeout.getAsInt() + " s", "after", run.finTimeoutAfter().orElse(0) + " s"
      };
      return Check.fail(FIN_WAIT2_SET, "held.timeout", values);
    }
    return judge(held.get(), timeout.getAsInt());
  }

  private Check judge(Held held, int timeout) {
    ExpiryModel timers = new ExpiryModel(measurement.release(), measurement.hz());
    FinWaitModel model =
        new FinWaitModel(timers, TimewaitLength.STOCK, timeout, Optional.of(held.length()));
    Span allowed = allowed(timers, model.lifetime(0), timeout);
    List<FinWait2Socket> sockets = held.sockets();
    List<Span> lives = sockets.stream().flatMap(socket -> socket.lifetime().stream()).toList();
    if (lives.size() < sockets.size()) {
      return Check.notMade(FIN_WAIT2_SET, "finWait.remain", "count", sockets.size() - lives.size());
    }
    long wrong =
        sockets.stream()
            .filter(
                socket ->
                    !socket.programmed().meets(model.programmed().widenedBy(ExpiryModel.LATE_TICKS))
                        || !allowed
                            .widenedBy(ExpiryModel.LATE_TICKS)
                            .meets(socket.lifetime().orElseThrow()))
            .count();
    Object[] values = {
      "length", held.length(),
      "count", sockets.size(),
      "wrong", wrong,
      "timeout", timeout + " s",
      "measured", Phrases.lifetimes(Summary.lifetime(lives)),
      "expected", span(allowed)
    };
    return wrong == 0
        ? Check.pass(FIN_WAIT2_SET, "held.pass", values)
        : Check.fail(FIN_WAIT2_SET, "held.fail", values);
  }

  /**
   * Up to 4.0, the slots of these sockets last as long as those of each length set meanwhile: a
   * longer one can end them earlier, by a slot, and can delay them.
   */
  private Span allowed(ExpiryModel timers, Span own, int timeout) {
    if (timers.release().atLeast(4, 1)) {
      return own;
    }
    double least = own.least();
    double most = own.most();
    for (TimewaitLength length : plan.further()) {
      FinWaitModel model =
          new FinWaitModel(timers, TimewaitLength.STOCK, timeout, Optional.of(length));
      least = Math.min(least, model.lifetime(0).least());
      most = Math.max(most, timeout + timers.lifetime(length).most());
    }
    return new Span(least, most);
  }
}
