// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.Message;
import io.github.twlen.report.Report.Failure;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.MeasuredKernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of a report. {@link #soFar} may be written after each stage, so that a killed
 * run leaves a report too. Not thread-safe.
 */
public final class ReportBuilder {
  private final RunInfo run;
  private final HostFacts host;
  private final Map<String, String> tools = new TreeMap<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<StageTiming> stages = new ArrayList<>();
  private @Nullable SourceFacts source;
  private @Nullable PatchFacts patch;
  private @Nullable BuildFacts build;
  private @Nullable GuestFacts guest;
  private @Nullable DeployFacts deployment;
  private Measurements measured = new Measurements(null, null, null);

  /** Starts with what is known before the run. */
  public ReportBuilder(RunInfo run, HostFacts host) {
    this.run = run;
    this.host = host;
  }

  /** Adds programs with the version lines that they print. */
  public ReportBuilder tools(Map<String, String> versionLines) {
    tools.putAll(versionLines);
    return this;
  }

  /** Sets the source. */
  public ReportBuilder source(SourceFacts facts) {
    source = facts;
    return this;
  }

  /** Sets the patch. */
  public ReportBuilder patch(PatchFacts facts) {
    patch = facts;
    return this;
  }

  /** Sets the built kernel. */
  public ReportBuilder build(BuildFacts facts) {
    build = facts;
    return this;
  }

  /** Sets the machine. */
  public ReportBuilder guest(GuestFacts facts) {
    guest = facts;
    return this;
  }

  /** Sets the server. */
  public ReportBuilder deployment(DeployFacts facts) {
    deployment = facts;
    return this;
  }

  /** Sets the numbers of the built kernel. */
  public ReportBuilder patched(@Nullable MeasuredKernel kernel) {
    measured = new Measurements(kernel, measured.stock(), measured.running());
    return this;
  }

  /** Sets the numbers of the guest's own kernel. */
  public ReportBuilder stock(@Nullable MeasuredKernel kernel) {
    measured = new Measurements(measured.patched(), kernel, measured.running());
    return this;
  }

  /** Sets the numbers of a running kernel without a wanted length. */
  public ReportBuilder running(@Nullable MeasuredKernel kernel) {
    measured = new Measurements(measured.patched(), measured.stock(), kernel);
    return this;
  }

  /** Adds checks. */
  public ReportBuilder checks(List<Check> made) {
    checks.addAll(made);
    return this;
  }

  /** Adds a stage that has ended. */
  public ReportBuilder stage(StageTiming stage) {
    stages.add(stage);
    return this;
  }

  /** Returns the report of a run that goes on. */
  public Report soFar(Duration took) {
    return report(Outcome.UNFINISHED, null, null, took);
  }

  /**
   * Returns the report of a run that succeeded.
   *
   * @param outcome any but those of the other methods
   */
  public Report ended(Outcome outcome, Duration took) {
    return report(outcome, 0, null, took);
  }

  /**
   * Returns the report of a run that did not succeed.
   *
   * @param outcome {@code FAILED} or {@code INTERRUPTED}
   * @param exitCode of the program, 1 to 255
   * @param what what happened and where, one line
   * @param remedy what to do about it, one line
   */
  public Report ended(Outcome outcome, int exitCode, Message what, Message remedy, Duration took) {
    return report(outcome, exitCode, new Failure(what, remedy), took);
  }

  private Report report(
      Outcome outcome, @Nullable Integer exitCode, @Nullable Failure failure, Duration took) {
    return new Report(
        Report.SCHEMA_VERSION,
        outcome,
        exitCode,
        failure,
        took,
        run,
        host,
        tools,
        source,
        patch,
        build,
        guest,
        deployment,
        measured.named().isEmpty() ? null : measured,
        checks,
        stages);
  }
}
