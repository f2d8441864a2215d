// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.SettingRun;
import io.github.twlen.verify.probe.SettingRun.Look;
import io.github.twlen.verify.probe.SettingRun.Part;
import io.github.twlen.verify.probe.SettingRun.Role;
import java.util.List;
import java.util.Optional;

/** Checks that each network namespace has its own length. */
final class NamespaceChecks {
  private final TimewaitLength wanted;
  private final SettingRun run;
  private final LengthPlan plan;

  NamespaceChecks(TimewaitLength wanted, SettingRun run, LengthPlan plan) {
    this.wanted = wanted;
    this.run = run;
    this.plan = plan;
  }

  /**
   * Checks a new namespace: its first value, and sockets with another one.
   *
   * @param reason why there is none
   */
  Check other(Message reason) {
    Optional<Look> look = run.look();
    Optional<SettingRun> other = run.other();
    if (look.isEmpty() || !look.get().isOwn() || other.isEmpty()) {
      return new Check(Name.NAMESPACE, Status.NOT_MADE, reason);
    }
    TimewaitLength initial = new TimewaitLength(look.get().initial().orElse(0));
    // The default of a running host is unknown.
    if (!plan.isolated() && !initial.equals(wanted)) {
      return Check.fail(Name.NAMESPACE, "namespace.initial", "found", initial, "wanted", wanted);
    }
    TimewaitLength length = plan.isolated() ? plan.further().get(0) : plan.elsewhere();
    Optional<Part> part =
        other.get().parts(Role.SET).stream()
            .filter(each -> each.length().equals(length))
            .findFirst();
    if (part.isEmpty()) {
      return Check.notMade(Name.NAMESPACE, "setting.notSet");
    }
    Measurement measured = part.get().measurement();
    TimerChecks timers = new TimerChecks(length, measured);
    for (Check check :
        List.of(timers.programmed(), SettingChecks.whole(measured).orElseGet(timers::observed))) {
      if (check.status() != Status.PASS) {
        return new Check(Name.NAMESPACE, check.status(), check.detail());
      }
    }
    Object[] values = {
      "initial",
      initial,
      "length",
      length,
      "count",
      measured.sockets().size(),
      "measured",
      Phrases.lifetimes(Summary.of(measured).lifetime().orElseThrow())
    };
    return Check.pass(Name.NAMESPACE, "namespace.pass", values);
  }

  /**
   * Checks that the first namespace keeps its length while another one has another.
   *
   * @param reason why there is none
   */
  Check first(Message reason) {
    Optional<SettingRun> other = run.other();
    if (other.isEmpty()) {
      return new Check(Name.FIRST_NAMESPACE, Status.NOT_MADE, reason);
    }
    Optional<Part> part = run.parts(Role.FIRST).stream().findFirst();
    if (part.isEmpty() || !isBeside(part.get(), other.get())) {
      return Check.notMade(Name.FIRST_NAMESPACE, "setting.notSet");
    }
    TimewaitLength length = part.get().length();
    Check timers = new TimerChecks(length, part.get().measurement()).programmed();
    Object[] values = {
      "length", length,
      "other", other.get().writes().get(0).value() + " s",
      "before", run.before().orElse(0),
      "after", run.after().orElse(0),
      "count", part.get().measurement().sockets().size()
    };
    if (timers.status() != Status.PASS) {
      return new Check(Name.FIRST_NAMESPACE, timers.status(), timers.detail());
    }
    return run.after().equals(run.before())
        ? Check.pass(Name.FIRST_NAMESPACE, "first.pass", values)
        : Check.fail(Name.FIRST_NAMESPACE, "first.changed", values);
  }

  /** Returns whether the sockets entered TIME_WAIT after the first write in the other namespace. */
  private static boolean isBeside(Part part, SettingRun other) {
    return !other.writes().isEmpty()
        && part.measurement().sockets().stream()
            .allMatch(socket -> socket.birth().least() >= other.writes().get(0).when());
  }
}
