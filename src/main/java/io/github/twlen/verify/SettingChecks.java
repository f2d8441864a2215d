// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static io.github.twlen.verify.Phrases.fixed;
import static io.github.twlen.verify.Phrases.span;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ObservedSocket;
import io.github.twlen.verify.probe.SettingRun;
import io.github.twlen.verify.probe.SettingRun.Part;
import io.github.twlen.verify.probe.SettingRun.Role;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks a kernel with {@code net.ipv4.tcp_tw_timeout}: its default, and each length set. */
final class SettingChecks {
  private final TimewaitLength wanted;
  private final Measurement measurement;
  private final LengthPlan plan;

  /**
   * @param wanted the value that the setting should have at first
   * @param measurement with a run of the probe that set the lengths
   */
  SettingChecks(TimewaitLength wanted, Measurement measurement, LengthPlan plan) {
    this.wanted = wanted;
    this.measurement = measurement;
    this.plan = plan;
  }

  /** Returns the checks in the order of the run. */
  List<Check> make() {
    Optional<SettingRun> found = measurement.setting();
    if (found.isEmpty()) {
      return List.of(Check.notMade(Name.SETTING, "setting.notSet"));
    }
    SettingRun run = found.get();
    List<Check> checks = new ArrayList<>();
    checks.add(value(run.before()));
    if (run.before().isEmpty()) {
      return checks;
    }
    // A host keeps its value, so the lengths were set in another namespace.
    Optional<SettingRun> where = plan.isolated() ? run.other() : Optional.of(run);
    Message reason = run.noOther().map(Message::verbatim).orElse(shared());
    checks.add(
        where
            .map(each -> BoundsCheck.of(each.writes(), each.before()))
            .orElseGet(() -> notMade(Name.BOUNDS, reason)));
    plan.further().forEach(length -> checks.addAll(set(where, length, reason)));
    checks.addAll(kept(where, reason));
    NamespaceChecks namespaces = new NamespaceChecks(wanted, run, plan);
    checks.add(namespaces.other(reason));
    checks.add(namespaces.first(reason));
    if (!plan.isolated()) {
      checks.add(new HeldCheck(measurement, run, plan).make());
    }
    return checks;
  }

  private Check value(OptionalInt found) {
    if (found.isEmpty()) {
      return Check.fail(Name.SETTING, "setting.none");
    }
    TimewaitLength value = new TimewaitLength(found.getAsInt());
    Object[] values = {"found", value, "wanted", wanted};
    return value.equals(wanted)
        ? Check.pass(Name.SETTING, plan.isolated() ? "setting.now" : "setting.pass", values)
        : Check.fail(Name.SETTING, "setting.fail", values);
  }

  private static Check notMade(Name name, Message reason) {
    return new Check(name, Status.NOT_MADE, reason);
  }

  /** Returns the reason for no measurement in another namespace. */
  static Message shared() {
    return Message.of(Check.class, "namespace.shared");
  }

  private static List<Check> set(
      Optional<SettingRun> where, TimewaitLength length, Message reason) {
    Optional<Part> part =
        where.stream()
            .flatMap(run -> run.parts(Role.SET).stream())
            .filter(each -> each.length().equals(length))
            .findFirst();
    if (part.isEmpty()) {
      Message why = where.isEmpty() ? reason : Message.of(Check.class, "setting.notSet");
      return List.of(
          of(Name.SET_TIMER, length, notMade(Name.SET_TIMER, why)),
          of(Name.SET_LIFETIME, length, notMade(Name.SET_LIFETIME, why)));
    }
    Measurement measured = part.get().measurement();
    TimerChecks timers = new TimerChecks(length, measured);
    return List.of(
        of(Name.SET_TIMER, length, timers.programmed()),
        of(Name.SET_LIFETIME, length, whole(measured).orElseGet(timers::observed)));
  }

  /** Returns a failure if the kernel destroyed sockets. */
  static Optional<Check> whole(Measurement measured) {
    int seen = measured.sockets().size();
    return seen < measured.births()
        ? Optional.of(
            Check.fail(Name.SET_LIFETIME, "set.lost", "seen", seen, "made", measured.births()))
        : Optional.empty();
  }

  private static Check of(Name name, TimewaitLength length, Check check) {
    Message detail =
        Message.of(Check.class, "set.detail", "length", length, "detail", check.detail());
    return new Check(name, check.status(), detail);
  }

  private List<Check> kept(Optional<SettingRun> where, Message reason) {
    List<Check> checks = new ArrayList<>();
    for (int i = 1; i < plan.further().size(); i++) {
      TimewaitLength length = plan.further().get(i - 1);
      TimewaitLength next = plan.further().get(i);
      Name name = next.seconds() < length.seconds() ? Name.SHORTENED : Name.LENGTHENED;
      Optional<Part> part =
          where.stream()
              .flatMap(run -> run.parts(Role.KEPT).stream())
              .filter(each -> each.length().equals(length) && each.next().equals(Optional.of(next)))
              .findFirst();
      Message why = where.isEmpty() ? reason : Message.of(Check.class, "setting.notSet");
      checks.add(part.map(each -> kept(name, each, next)).orElseGet(() -> notMade(name, why)));
    }
    return checks;
  }

  private static Check kept(Name name, Part part, TimewaitLength next) {
    Measurement measured = part.measurement();
    Optional<Check> lost = whole(measured);
    Check timers = new TimerChecks(part.length(), measured).programmed();
    boolean changed =
        part.change().filter(w -> w.after().equals(OptionalInt.of(next.seconds()))).isPresent();
    if (lost.isPresent() || timers.status() != Status.PASS) {
      Check wrong = lost.orElse(timers);
      return new Check(name, wrong.status(), wrong.detail());
    }
    if (!changed) {
      return Check.notMade(name, "setting.notSet");
    }
    Span allowed =
        new ExpiryModel(measured.release(), measured.hz()).lifetimeAfterChange(part.length(), next);
    List<Span> lives = measured.sockets().stream().flatMap(s -> s.lifetime().stream()).toList();
    long wrong = measured.sockets().stream().filter(socket -> !fits(socket, allowed)).count();
    Object[] values = {
      "length",
      part.length(),
      "next",
      next,
      "count",
      measured.sockets().size(),
      "wrong",
      wrong,
      "measured",
      lives.isEmpty() ? fixed(0, 0) : Phrases.lifetimes(Summary.lifetime(lives)),
      "expected",
      span(allowed)
    };
    return wrong == 0
        ? Check.pass(name, "kept.pass", values)
        : Check.fail(name, "kept.fail", values);
  }

  private static boolean fits(ObservedSocket socket, Span allowed) {
    Span expected = allowed.widenedBy(ExpiryModel.LATE_TICKS);
    return socket.lifetime().filter(expected::meets).isPresent();
  }
}
