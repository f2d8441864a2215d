// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bounds a length that the sysctl must accept. */
public final class SettingLength {
  private SettingLength() {}

  /**
   * Returns the length; empty if none is given.
   *
   * @throws InvalidOption when it is not from {@value TimewaitLength#LEAST} to {@value
   *     SettingTable#GREATEST} s
   */
  public static Optional<TimewaitLength> of(@Nullable TimewaitLength seconds) {
    if (seconds != null && seconds.seconds() > SettingTable.GREATEST) {
      throw new InvalidOption(
          "cannot use --seconds " + seconds.seconds() + " with --sysctl: out of range",
          "pass " + TimewaitLength.LEAST + " to " + SettingTable.GREATEST);
    }
    return Optional.ofNullable(seconds);
  }
}
