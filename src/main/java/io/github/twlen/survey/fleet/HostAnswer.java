// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.fleet;

import io.github.twlen.TwlenFailure;
import io.github.twlen.survey.Survey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A surveyed host, or why it could not be surveyed. One of the two is null.
 *
 * @param host as ssh knows it
 */
public record HostAnswer(String host, @Nullable Survey survey, @Nullable TwlenFailure failure) {
  /**
   * A failure in JSON, in the place of a survey.
   *
   * @param source the host
   * @param error what happened, one line
   * @param fix the fix, one line
   */
  public record Failed(int schemaVersion, String source, String error, String fix) {}

  static HostAnswer of(Survey survey, String host) {
    return new HostAnswer(host, survey, null);
  }

  static HostAnswer failed(String host, TwlenFailure failure) {
    return new HostAnswer(host, null, failure);
  }

  /** Returns the survey; empty if the host failed. */
  public Optional<Survey> answered() {
    return Optional.ofNullable(survey);
  }

  /** Returns what the JSON has in this place. */
  public Object json() {
    return survey != null || failure == null
        ? answered().orElseThrow()
        : new Failed(Survey.SCHEMA_VERSION, host, failure.what(), failure.remedy());
  }
}
