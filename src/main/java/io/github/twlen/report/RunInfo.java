// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.process.Command;
import io.github.twlen.recipe.TimewaitLength;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request of a run, and how to repeat it; {@code report.schema.json} describes each key.
 *
 * @param id a random URN, the same in all files of a run
 */
public record RunInfo(
    String id,
    String twlenVersion,
    String started,
    List<String> command,
    String reproduce,
    @Nullable String recipe,
    @JsonProperty("wantedSeconds") @Nullable TimewaitLength wanted,
    @Nullable FinTimeout finTimeout) {
  /** Copies the arguments and truncates the start to whole seconds. */
  public RunInfo {
    started = Instant.parse(started).truncatedTo(ChronoUnit.SECONDS).toString();
    command = List.copyOf(command);
  }

  /** Returns the request of a run that starts now. */
  public static RunInfo now(
      String twlenVersion,
      List<String> command,
      @Nullable String recipe,
      @Nullable TimewaitLength wanted,
      @Nullable FinTimeout finTimeout) {
    return new RunInfo(
        "urn:uuid:" + UUID.randomUUID(),
        twlenVersion,
        Instant.now().toString(),
        command,
        Command.of(command.toArray(String[]::new)).shown(),
        recipe,
        wanted,
        finTimeout);
  }
}
