// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.Message;
import io.github.twlen.verify.Check;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run; {@code report.schema.json} describes each key. A part that the run never
 * reached is absent. {@link ReportBuilder} collects one during the run.
 *
 * @param schemaVersion {@value #SCHEMA_VERSION}; raised when a key changes its meaning or is
 *     removed
 * @param exitCode 0 to 255; absent while the run goes on
 * @param took the duration of the run so far
 * @param checks the evidence of the verdict, none inferred from another
 */
public record Report(
    int schemaVersion,
    Outcome outcome,
    @Nullable Integer exitCode,
    @Nullable Failure failure,
    @JsonProperty("seconds") Duration took,
    RunInfo run,
    HostFacts host,
    Map<String, String> tools,
    @Nullable SourceFacts source,
    @Nullable PatchFacts patch,
    @Nullable BuildFacts build,
    @Nullable GuestFacts guest,
    @Nullable DeployFacts deployment,
    @Nullable Measurements measurements,
    List<Check> checks,
    List<StageTiming> stages) {
  /** The current version of the format. */
  public static final int SCHEMA_VERSION = 1;

  /** Copies the collections, the tools sorted by name. */
  public Report {
    tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    checks = List.copyOf(checks);
    stages = List.copyOf(stages);
  }

  /** The end of a run. */
  public enum Outcome {
    /** It goes on, or was killed. */
    UNFINISHED,
    /** The kernel was built; no measurement was requested. */
    BUILT,
    /** The kernel ran with the wanted TIME_WAIT length. */
    VERIFIED,
    /** A running kernel was measured; no length was requested. */
    MEASURED,
    /** The kernel is installed on a server and boots next, once. */
    INSTALLED,
    /** The kernel was removed from a server. */
    REMOVED,
    /** It failed, see {@link Report#failure()}. */
    FAILED,
    /** The user stopped it. */
    INTERRUPTED
  }

  /**
   * An error message.
   *
   * @param what what happened and where, one line
   * @param remedy what to do about it, one line
   */
  public record Failure(Message what, Message remedy) {}

  /** Returns the measured kernels; empty without any. */
  @JsonIgnore
  public List<Measurements.Named> kernels() {
    return measurements == null ? List.of() : measurements.named();
  }

  /** Returns the value of a constant in the document, such as {@code fin-timeout}. */
  public static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
