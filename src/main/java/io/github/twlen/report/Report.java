// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.report.text.Numbers;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run did and found. A part that the run never reached is absent, not invented; so every
 * part that a stage makes may be null. {@link ReportBuilder} collects one as the run goes on.
 *
 * @param schemaVersion the version of this document's form, {@value #SCHEMA_VERSION}; raised when a
 *     key changes its meaning or goes
 * @param outcome how the run ended, or that it has not
 * @param exitCode what the program returned, 0 to 255; absent while the run is unfinished
 * @param failure what went wrong; absent unless something did
 * @param seconds how long the run took, or has taken so far
 * @param run what was asked for
 * @param host where it ran
 * @param tools the programs that were used, each with the line that it prints as its version
 * @param source the kernel's source
 * @param patch the change to it
 * @param build what was compiled
 * @param guest where the kernel was measured
 * @param measurements what was measured
 * @param checks what the verdict stands on, none inferred from another
 * @param stages the stages of the run in their order
 */
public record Report(
    int schemaVersion,
    Outcome outcome,
    @Nullable Integer exitCode,
    @Nullable Failure failure,
    double seconds,
    RunInfo run,
    HostFacts host,
    Map<String, String> tools,
    @Nullable SourceFacts source,
    @Nullable PatchFacts patch,
    @Nullable BuildFacts build,
    @Nullable GuestFacts guest,
    @Nullable Measurements measurements,
    List<Check> checks,
    List<StageTime> stages) {

  /** The present form of the document. */
  public static final int SCHEMA_VERSION = 1;

  /** Copies what it is given, the tools sorted by name. */
  public Report {
    Numbers.requireFinite(seconds);
    tools = Collections.unmodifiableMap(new TreeMap<>(tools));
    checks = List.copyOf(checks);
    stages = List.copyOf(stages);
  }

  /** How a run ended. */
  public enum Outcome {
    /** It has not ended, or was killed before it could say so. */
    UNFINISHED,
    /** The patch was made; nothing was to be built. */
    PATCHED,
    /** The kernel was built; nothing was to be measured. */
    BUILT,
    /** The kernel ran, and TIME_WAIT is what was asked for. */
    VERIFIED,
    /** A running kernel was measured; nothing was asked for. */
    MEASURED,
    /** Something went wrong: {@link Report#failure()} says what. */
    FAILED,
    /** The user stopped it. */
    INTERRUPTED;

    /** The value in the document, such as {@code verified}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What went wrong, as the user was told.
   *
   * @param what what happened and where, one line
   * @param remedy what to do about it, one line
   */
  public record Failure(String what, String remedy) {}
}
