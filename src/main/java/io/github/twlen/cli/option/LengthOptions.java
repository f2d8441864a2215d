// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import picocli.CommandLine.Option;

/** Which length, and what becomes of {@code tcp_fin_timeout}: wherever a patch is made. */
public final class LengthOptions {
  @Option(
      names = "--seconds",
      required = true,
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "The TIME_WAIT length: 15, 15s or 2m.")
  public TimewaitLength seconds = TimewaitLength.STOCK;

  @Option(
      names = "--fin-timeout",
      paramLabel = "follow|keep",
      completionCandidates = Candidates.FinTimeouts.class,
      defaultValue = "follow",
      description =
          "Whether the default of tcp_fin_timeout changes too. Default: ${DEFAULT-VALUE}.")
  public FinTimeout finTimeout = FinTimeout.FOLLOW;
}
