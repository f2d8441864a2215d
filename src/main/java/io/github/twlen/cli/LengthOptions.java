// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import picocli.CommandLine.Option;

/** Which length, and what becomes of {@code tcp_fin_timeout}: wherever a patch is made. */
final class LengthOptions {
  @Option(
      names = "--seconds",
      required = true,
      paramLabel = "N",
      converter = LengthConverter.class,
      description = "The TIME_WAIT length: 15, 15s or 2m.")
  TimewaitLength seconds = TimewaitLength.STOCK;

  @Option(
      names = "--fin-timeout",
      paramLabel = "follow|keep",
      completionCandidates = Candidates.FinTimeouts.class,
      defaultValue = "follow",
      description =
          "Whether the default of tcp_fin_timeout changes too. Default: ${DEFAULT-VALUE}.")
  FinTimeout finTimeout = FinTimeout.FOLLOW;
}
