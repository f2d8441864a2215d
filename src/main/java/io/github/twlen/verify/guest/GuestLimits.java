// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.recipe.TimewaitLength;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How long a guest is waited for.
 *
 * @param kvmFirstLine for the kernel's first line under KVM, before it is tried without
 * @param firstLine for the kernel's first line otherwise
 * @param silence between two lines of the kernel, and later between two of the probe, which prints
 *     at least each second
 * @param probeSeconds how long the probe may measure, by the guest's clock
 * @param total for everything, whatever the guest prints
 */
public record GuestLimits(
    Duration kvmFirstLine, Duration firstLine, Duration silence, int probeSeconds, Duration total) {
  /**
   * A kernel that holds another length than was asked for is still measured to its end up to this
   * many seconds, so that the verdict can say what it does.
   */
  public static final int MEASURED_ANYWAY = 180;

  /** The wheel rounds up by less than this share (8 of 63 at a level's beginning). */
  private static final double LATEST_SHARE = 1.13;

  private static final int SLACK = 20;

  /**
   * How long everything may take when there is a load too, which goes on for the length, an eighth
   * of it and some seconds more.
   *
   * @param load connections a second; empty for none
   */
  public Duration total(OptionalInt load) {
    return load.isEmpty()
        ? total
        : total.plusSeconds(2 * ((long) Math.ceil(probeSeconds * LATEST_SHARE) + SLACK));
  }

  /**
   * The limits for a kernel that should hold sockets for this long. A tree may have a length beyond
   * all that can be asked for: that is not waited for to its end.
   */
  public static GuestLimits forLength(TimewaitLength expected) {
    int seconds = Math.min(expected.seconds(), TimewaitLength.GREATEST);
    int rounded = (int) Math.ceil(seconds * LATEST_SHARE);
    int probe = Math.max(rounded, MEASURED_ANYWAY) + SLACK;
    return new GuestLimits(
        Duration.ofSeconds(10),
        // Emulated on a host that has much else to do, a kernel unpacks itself and boots slowly.
        Duration.ofSeconds(180),
        Duration.ofSeconds(90),
        probe,
        Duration.ofMinutes(5).plusSeconds(2L * probe));
  }
}
