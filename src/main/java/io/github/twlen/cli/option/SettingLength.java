// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.LengthPlan;
import java.util.Optional;

/** Bounds a length that the sysctl must accept. */
public final class SettingLength {
  private SettingLength() {}

  /**
   * Returns the length.
   *
   * @throws InvalidOption when it is not from {@value LengthPlan#LEAST} to {@value
   *     LengthPlan#GREATEST} s
   */
  public static Optional<TimewaitLength> of(Optional<TimewaitLength> seconds) {
    if (seconds.filter(length -> length.seconds() > LengthPlan.GREATEST).isPresent()) {
      throw new InvalidOption(
          "cannot use --seconds " + seconds.get().seconds() + " with --sysctl: out of range",
          "pass " + LengthPlan.LEAST + " to " + LengthPlan.GREATEST);
    }
    return seconds;
  }
}
