// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.Measurement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a kernel has the TIME_WAIT length that was asked for, and all that this stands on. No
 * check is inferred from another.
 *
 * @param wanted the length that was asked for
 * @param checks each thing that was checked, those of others first
 * @param summary the measured numbers
 */
public record Verdict(TimewaitLength wanted, List<Check> checks, Summary summary) {
  /** The check that {@code uname -r} is the release that was built. */
  public static final String RELEASE = "kernel release";

  /** The check of the length that the kernel's timers were set to. */
  public static final String PROGRAMMED = "programmed timer";

  /** The check of the seconds until the sockets were gone. */
  public static final String OBSERVED = "observed expiry";

  /** The check that both families were measured. */
  public static final String FAMILIES = "address families";

  /** The check that a second of the guest is a second of the host. */
  public static final String CLOCK = "guest clock";

  /** The check of the stock kernel, measured in the same way. */
  public static final String STOCK = "stock kernel";

  /** The check of {@code net.ipv4.tcp_fin_timeout}. */
  public static final String FIN_TIMEOUT = "tcp_fin_timeout";

  /** The check of how long a closed socket stays in FIN_WAIT2. */
  public static final String FIN_WAIT2 = "FIN_WAIT2";

  /** The check of the population under a steady load; made only where one was asked for. */
  public static final String LOAD = "load";

  /** Copies what it is given. */
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
    return new Verdict(wanted, checks, Summary.of(measurement));
  }

  /**
   * Whether the kernel is what was asked for: nothing failed, and both the programmed timer and the
   * observed expiry were checked and hold.
   */
  public boolean passed() {
    return checks.stream().noneMatch(check -> check.status() == Status.FAIL)
        && holds(PROGRAMMED)
        && holds(OBSERVED);
  }

  /** Whether the measurement speaks neither for nor against the kernel: it was too coarse. */
  public boolean open() {
    return !passed() && checks.stream().noneMatch(check -> check.status() == Status.FAIL);
  }

  private boolean holds(String name) {
    return checks.stream()
        .anyMatch(check -> check.name().equals(name) && check.status() == Status.PASS);
  }

  /** One line for a failure: the first check that speaks against the kernel. */
  public String reason() {
    return checks.stream()
        .filter(check -> check.status() == Status.FAIL)
        .findFirst()
        .or(() -> checks.stream().filter(Verdict::missingAndNeeded).findFirst())
        .map(check -> check.name() + ": " + check.detail())
        .orElse("TIME_WAIT is " + wanted);
  }

  private static boolean missingAndNeeded(Check check) {
    return check.status() == Status.NOT_MADE
        && (check.name().equals(PROGRAMMED) || check.name().equals(OBSERVED));
  }
}
