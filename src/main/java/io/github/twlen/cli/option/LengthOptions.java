// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import picocli.CommandLine.Option;

/** The options of every command that makes a patch. */
public final class LengthOptions {
  @Option(
      names = "--seconds",
      required = true,
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "TIME_WAIT length: 15, 15s or 2m.")
  public TimewaitLength seconds = TimewaitLength.STOCK;

  @Option(
      names = "--fin-timeout",
      paramLabel = "follow|keep",
      defaultValue = "follow",
      description = "Change the default of tcp_fin_timeout too, or keep it. Default: follow.")
  public FinTimeout finTimeout = FinTimeout.FOLLOW;
}
