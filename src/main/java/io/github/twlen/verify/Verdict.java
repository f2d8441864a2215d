// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
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
 * @param measured the kernel's numbers; empty when a socket outlived the measurement
 * @param stock the numbers of the stock kernel, if it was measured too
 */
public record Verdict(
    TimewaitLength wanted,
    List<Check> checks,
    Optional<MeasuredKernel> measured,
    Optional<MeasuredKernel> stock) {
  private static final Set<Name> NEEDED = EnumSet.of(Name.TIMER, Name.LIFETIME, Name.SETTING);

  /** Copies the checks. */
  public Verdict {
    checks = List.copyOf(checks);
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
    checks.add(new FinWaitCheck(wanted, measurement).make());
    new LoadCheck(wanted, measurement).make().ifPresent(checks::add);
    expected.lengths().ifPresent(plan -> checks.add(Check.notMade(Name.SETTING, "setting.notSet")));
    return new Verdict(
        wanted,
        checks,
        MeasuredKernel.of(measurement, wanted),
        expected.stock().flatMap(stock -> MeasuredKernel.of(stock, expected.stockLength())));
  }

  /** Returns whether nothing failed and both programmed timer and observed lifetime are good. */
  public boolean passed() {
    return checks.stream().noneMatch(check -> check.status() == Status.FAIL)
        && checks.stream().noneMatch(Verdict::isNeededAndMissing);
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
        .or(() -> checks.stream().filter(Verdict::isNeededAndMissing).findFirst())
        .map(
            check ->
                Message.of(
                    Check.class, "reason", "check", check.name().title(), "detail", check.detail()))
        .orElse(Message.of(Check.class, "reason.none", "wanted", wanted));
  }

  private static boolean isNeededAndMissing(Check check) {
    return check.status() == Status.NOT_MADE && NEEDED.contains(check.name());
  }
}
