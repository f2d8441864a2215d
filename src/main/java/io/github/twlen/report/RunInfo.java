// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, and how to ask for it again.
 *
 * @param twlenVersion the version of twlen
 * @param started when the run began, ISO 8601 in UTC, such as {@code 2026-11-23T20:52:07Z}
 * @param command the argument list, the program first
 * @param reproduce one line, quoted for a shell, that does the same again
 * @param recipe the name of the recipe; absent when the run was given a tree, a file or a kernel
 * @param wantedSeconds the TIME_WAIT length that was asked for, in seconds; absent when a running
 *     machine was measured and nothing was asked for
 * @param finTimeout what was asked for the default of {@code tcp_fin_timeout}; absent likewise
 */
public record RunInfo(
    String twlenVersion,
    String started,
    List<String> command,
    String reproduce,
    @Nullable String recipe,
    @Nullable Integer wantedSeconds,
    @Nullable FinTimeout finTimeout) {

  /** Copies what it is given; cuts the time of the start to whole seconds. */
  public RunInfo {
    started = Instant.parse(started).truncatedTo(ChronoUnit.SECONDS).toString();
    command = List.copyOf(command);
  }

  /** What becomes of the default of {@code tcp_fin_timeout}, which the same macro gives. */
  public enum FinTimeout {
    /** It changes with the macro, as the upstream text has it. */
    FOLLOW,
    /** It stays at 60 s. */
    KEEP;

    /** The value in the document and on the command line: {@code follow} or {@code keep}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
