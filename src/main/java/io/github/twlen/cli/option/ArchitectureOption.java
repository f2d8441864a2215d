// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.reader.Architectures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of the kernel's architecture. */
public final class ArchitectureOption {
  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      completionCandidates = Candidates.ArchitectureNames.class,
      description =
          "Architecture of the kernel: ${COMPLETION-CANDIDATES}. Another one than this host's is"
              + " cross-compiled and emulated. Default: this host's; of a finished kernel, its"
              + " own.")
  private @Nullable String name;

  /** Returns the named architecture; empty without the option; fails for an unknown name. */
  public Optional<Architecture> given(Architectures known) {
    return Optional.ofNullable(name).map(known::named);
  }

  /**
   * Returns the named architecture, or the host's.
   *
   * @throws InvalidOption when the host's is unknown
   */
  Architecture orOfHost(Architectures known) {
    return given(known)
        .or(known::ofHost)
        .orElseThrow(
            () ->
                new InvalidOption(
                    "cannot build for this host: unknown architecture " + known.hostName(),
                    "pass --arch " + known.names()));
  }
}
