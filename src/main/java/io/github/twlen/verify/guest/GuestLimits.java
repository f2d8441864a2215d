// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.LengthPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The time limits of a guest.
 *
 * @param kvmFirstLine until the kernel's first line with KVM, before a boot without it
 * @param firstLine until the kernel's first line without KVM
 * @param silence between two lines of the kernel, or of the probe, which prints every second
 * @param probeSeconds of the measurement, by the guest's clock
 * @param total of the whole run
 */
public record GuestLimits(
    Duration kvmFirstLine, Duration firstLine, Duration silence, int probeSeconds, Duration total) {
  /** In seconds: a wrong TIME_WAIT length up to this one is still measured to its end. */
  public static final int MEASURED_ANYWAY = 180;

  /** The timer wheel rounds up by less than this factor (8 of 63 at the start of a level). */
  private static final double LATEST_SHARE = 1.13;

  private static final int SLACK = 20;

  /**
   * Returns the limit of the whole run with a load, which lasts the TIME_WAIT length, an eighth of
   * it and some seconds.
   *
   * @param load connections a second; empty for none
   */
  public Duration total(OptionalInt load) {
    return load.isEmpty()
        ? total
        : total.plusSeconds(2 * ((long) Math.ceil(probeSeconds * LATEST_SHARE) + SLACK));
  }

  /** Returns these limits, extended by the time for further lengths. */
  public GuestLimits with(Optional<LengthPlan> lengths) {
    long more =
        lengths.stream()
            .flatMap(plan -> plan.further().stream())
            .mapToLong(length -> 2L * (forLength(length).probeSeconds() + SLACK))
            .sum();
    return new GuestLimits(kvmFirstLine, firstLine, silence, probeSeconds, total.plusSeconds(more));
  }

  /** Returns the limits for an expected length; a length above the greatest is not awaited. */
  public static GuestLimits forLength(TimewaitLength expected) {
    int seconds = Math.min(expected.seconds(), TimewaitLength.GREATEST);
    int rounded = (int) Math.ceil(seconds * LATEST_SHARE);
    int probe = Math.max(rounded, MEASURED_ANYWAY) + SLACK;
    return new GuestLimits(
        Duration.ofSeconds(10),
        // A busy host without KVM boots a kernel slowly.
        Duration.ofSeconds(180),
        Duration.ofSeconds(90),
        probe,
        Duration.ofMinutes(5).plusSeconds(2L * probe));
  }
}
