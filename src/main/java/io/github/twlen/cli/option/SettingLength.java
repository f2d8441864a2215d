// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

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

  /**
   * Returns the expected length.
   *
   * @param sysctl whether it is the default of the sysctl, 60 s if none is given
   * @throws InvalidOption when it is missing, or the sysctl does not accept it
   */
  public static TimewaitLength required(
      @Nullable CommandSpec spec, @Nullable TimewaitLength seconds, boolean sysctl) {
    if (sysctl) {
      return of(seconds).orElse(TimewaitLength.STOCK);
    }
    if (seconds == null) {
      String name = spec == null ? "twlen" : spec.qualifiedName();
      throw new InvalidOption(
          "cannot run " + name + ": missing option --seconds",
          "pass --seconds N or --sysctl, or run `" + name + " --help`");
    }
    return seconds;
  }
}
