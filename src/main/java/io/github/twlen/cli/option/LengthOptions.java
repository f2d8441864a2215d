// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.patch.PatchFailure;
import io.github.twlen.patch.SettingPatch;
import io.github.twlen.patch.TimewaitDefinition;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.RecipeBook;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that makes a patch. */
public final class LengthOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "TIME_WAIT length: 15, 15s or 2m. With --sysctl: at boot; default 60.")
  private @Nullable TimewaitLength seconds;

  @Option(
      names = "--sysctl",
      description = "Make the length a setting, net.ipv4.tcp_tw_timeout, instead of changing it.")
  private boolean sysctl;

  @Option(
      names = "--fin-timeout",
      paramLabel = "follow|keep",
      description = "Change the default of tcp_fin_timeout too, or keep it. Default: follow.")
  private @Nullable FinTimeout finTimeout;

  /** Returns options that a command without them stands for. */
  public static LengthOptions of(TimewaitLength seconds) {
    LengthOptions options = new LengthOptions();
    options.seconds = seconds;
    return options;
  }

  /** Returns the options of a kernel by its suffix, such as {@code tw15} or {@code twctl}. */
  public static LengthOptions ofSuffix(String suffix) {
    LengthOptions options = new LengthOptions();
    options.sysctl = suffix.equals(SettingPatch.SUFFIX);
    options.seconds = options.sysctl ? null : TimewaitLength.parse(suffix.substring(2));
    return options;
  }

  /** Returns whether the length becomes a setting. */
  public boolean sysctl() {
    return sysctl;
  }

  /**
   * Returns the wanted length; for a setting, that at boot.
   *
   * @throws InvalidOption when it is missing, or a setting cannot have it
   */
  public TimewaitLength seconds() {
    return SettingLength.required(spec, seconds, sysctl);
  }

  /**
   * Requires {@code --fin-timeout} to reverse the patch of a header that may have been patched with
   * {@code keep}; a vendor's header could have such a value of its own.
   *
   * @param stock the length to restore
   * @throws PatchFailure when it is missing
   */
  public void requireFinTimeout(TimewaitDefinition present, TimewaitLength stock) {
    if (!sysctl
        && finTimeout == null
        && present.ownFinTimeout().equals(OptionalInt.of(stock.seconds()))) {
      throw new PatchFailure(
          "cannot reverse the patch of "
              + TimewaitLength.HEADER
              + ": TCP_FIN_TIMEOUT has its own value, as with --fin-timeout keep",
          "pass --fin-timeout keep, or follow to leave TCP_FIN_TIMEOUT as it is");
    }
  }

  /**
   * Returns the wanted patch.
   *
   * @param reverse whether it is only reversed
   * @throws InvalidOption when the options exclude each other
   */
  public LengthPatch patch(RecipeBook book, boolean reverse) {
    if (sysctl) {
      if (finTimeout != null) {
        throw new InvalidOption(
            "cannot use --fin-timeout with --sysctl: the default of tcp_fin_timeout does not change",
            "remove --fin-timeout");
      }
      return Templates.setting(book, seconds());
    }
    FinTimeout fin = finTimeout == null ? FinTimeout.FOLLOW : finTimeout;
    // The template of follow fits in both directions.
    return new LengthPatch.Constant(
        Templates.of(book, reverse ? FinTimeout.FOLLOW : fin), seconds(), fin);
  }
}
