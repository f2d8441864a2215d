// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.Message;
import java.time.Duration;

/** One stage of a run, such as {@code fetch debian-6.1}, and its duration. */
public record StageTiming(Message name, @JsonProperty("seconds") Duration took) {
  /** Returns a key that older reports filled. */
  @JsonProperty
  String note() {
    return "";
  }
}
