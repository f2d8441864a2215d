// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.report.Report.Failure;
import io.github.twlen.report.Report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a run reaches. {@link #soFar} may be written after each stage, so that a run that
 * is killed leaves a report too. For one thread.
 */
public final class ReportBuilder {
  private final RunInfo run;
  private final HostFacts host;
  private final Map<String, String> tools = new TreeMap<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<StageTime> stages = new ArrayList<>();
  private @Nullable SourceFacts source;
  private @Nullable PatchFacts patch;
  private @Nullable BuildFacts build;
  private @Nullable GuestFacts guest;
  private @Nullable Measurement patched;
  private @Nullable Measurement stock;
  private @Nullable Measurement running;

  /** What is known before anything is done. */
  public ReportBuilder(RunInfo run, HostFacts host) {
    this.run = run;
    this.host = host;
  }

  /** Adds a program that was used, with the line that it prints as its version. */
  public ReportBuilder tool(String name, String versionLine) {
    tools.put(name, versionLine);
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

  /** Sets what was built. */
  public ReportBuilder build(BuildFacts facts) {
    build = facts;
    return this;
  }

  /** Sets where it was measured. */
  public ReportBuilder guest(GuestFacts facts) {
    guest = facts;
    return this;
  }

  /** Sets the measurement of the kernel that was built. */
  public ReportBuilder patched(Measurement measurement) {
    patched = measurement;
    return this;
  }

  /** Sets the measurement of the guest's own kernel. */
  public ReportBuilder stock(Measurement measurement) {
    stock = measurement;
    return this;
  }

  /** Sets the measurement of a machine that was running, of which nothing was asked. */
  public ReportBuilder running(Measurement measurement) {
    running = measurement;
    return this;
  }

  /** Adds a check. */
  public ReportBuilder check(Check check) {
    checks.add(check);
    return this;
  }

  /** Adds a stage that has ended. */
  public ReportBuilder stage(StageTime stage) {
    stages.add(stage);
    return this;
  }

  /**
   * The report of a run that goes on.
   *
   * @param seconds since it began
   */
  public Report soFar(double seconds) {
    return report(Outcome.UNFINISHED, null, null, seconds);
  }

  /**
   * The report of a run that ended well.
   *
   * @param outcome one of {@code PATCHED}, {@code BUILT}, {@code VERIFIED}, {@code MEASURED}
   * @param seconds since it began
   */
  public Report ended(Outcome outcome, double seconds) {
    return report(outcome, 0, null, seconds);
  }

  /**
   * The report of a run that did not end well.
   *
   * @param outcome {@code FAILED} or {@code INTERRUPTED}
   * @param exitCode what the program returns, 1 to 255
   * @param what what happened and where, one line
   * @param remedy what to do about it, one line
   * @param seconds since it began
   */
  public Report ended(Outcome outcome, int exitCode, String what, String remedy, double seconds) {
    return report(outcome, exitCode, new Failure(what, remedy), seconds);
  }

  private Report report(
      Outcome outcome, @Nullable Integer exitCode, @Nullable Failure failure, double seconds) {
    Measurements measured = new Measurements(patched, stock, running);
    Measurements measurements = measured.named().isEmpty() ? null : measured;
    return new Report(
        Report.SCHEMA_VERSION,
        outcome,
        exitCode,
        failure,
        seconds,
        run,
        host,
        tools,
        source,
        patch,
        build,
        guest,
        measurements,
        checks,
        stages);
  }
}
