// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a kernel has the wanted TIME_WAIT length, and the evidence. No check is inferred from
 * another.
 *
 * @param wanted the wanted length
 * @param checks all checks, earlier ones first
 * @param needed the checks that must be made
 * @param measured the kernel's numbers; empty when a socket outlived the measurement
 * @param stock the numbers of the stock kernel, if it was measured too
 */
public record Verdict(
    TimewaitLength wanted,
    List<Check> checks,
    Set<Name> needed,
    Optional<MeasuredKernel> measured,
    Optional<MeasuredKernel> stock) {
  /** Copies the checks. */
  public Verdict {
    checks = List.copyOf(checks);
    needed = Set.copyOf(needed);
  }

  /** Returns the checks without which a kernel does not pass. */
  private static Set<Name> needed(Optional<LengthPlan> lengths) {
    Set<Name> needed = EnumSet.of(Name.TIMER, Name.LIFETIME);
    lengths.ifPresent(plan -> needed.add(Name.SETTING));
    if (lengths.isPresent() && !lengths.get().isolated()) {
      // A running host may not allow a network namespace.
      needed.addAll(EnumSet.range(Name.BOUNDS, Name.LENGTHENED));
      needed.add(Name.FIN_WAIT2_SET);
    }
    return needed;
  }

  /** Judges a measurement. */
  public static Verdict of(TimewaitLength wanted, Measurement measurement, Expectations expected) {
    TimerChecks timers = new TimerChecks(wanted, measurement);
    ContextChecks context = new ContextChecks(measurement, expected);
    List<Check> checks = new ArrayList<>(expected.made());
    checks.add(context.release());
    checks.add(timers.programmed());
    checks.add(timers.observed());
    checks.add(context.families());
    checks.add(context.clock());
    checks.add(context.stock(wanted));
    checks.add(context.finTimeout());
    checks.add(
        expected
            .lengths()
            .map(plan -> FinWaitCheck.ofSetting(wanted, measurement))
            .orElseGet(() -> new FinWaitCheck(wanted, measurement))
            .make());
    new LoadCheck(wanted, measurement).make().ifPresent(checks::add);
    expected
        .lengths()
        .ifPresent(plan -> checks.addAll(new SettingChecks(wanted, measurement, plan).make()));
    return new Verdict(
        wanted,
        checks,
        needed(expected.lengths()),
        MeasuredKernel.of(measurement, wanted, expected.lengths().isPresent()),
        expected.stock().flatMap(stock -> MeasuredKernel.of(stock, expected.stockLength(), false)));
  }

  /** Returns whether nothing failed and both programmed timer and observed lifetime are good. */
  public boolean passed() {
    return checks.stream().noneMatch(check -> check.status() == Status.FAIL)
        && checks.stream().noneMatch(this::isNeededAndMissing);
  }

  /** Returns whether the measurement was too coarse to decide. */
  public boolean open() {
    return !passed() && checks.stream().noneMatch(check -> check.status() == Status.FAIL);
  }

  /** Returns one line: the first failed check, else the first needed one that is missing. */
  public Message reason() {
    return checks.stream()
        .filter(check -> check.status() == Status.FAIL)
        .findFirst()
        .or(() -> checks.stream().filter(this::isNeededAndMissing).findFirst())
        .map(
            check ->
                Message.of(
                    Check.class, "reason", "check", check.name().title(), "detail", check.detail()))
        .orElse(Message.of(Check.class, "reason.none", "wanted", wanted));
  }

  private boolean isNeededAndMissing(Check check) {
    return check.status() == Status.NOT_MADE && needed.contains(check.name());
  }
}
