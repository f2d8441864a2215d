// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.ErrorMessage;
import io.github.twlen.TwlenFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.patch.LengthWarnings;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.Command;
import io.github.twlen.process.Shutdown;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.SourceFacts;
import io.github.twlen.report.StageTime;
import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.json.JsonReport;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run has found so far, in the words of a report. It is written after each stage, so that a
 * run that is killed leaves a report too, and one that cannot write there learns it at once.
 */
final class RunRecorder {
  /** The exit code of a kernel that ran and is not what was asked for. */
  private static final int NOT_AS_ASKED = 13;

  private final OutputFolder output;
  private final StageRunner stages;
  private final ReportBuilder report;
  private final long start = System.nanoTime();
  private final Thread interruption = new Thread(this::interrupted, "tell-interruption");
  private boolean ended;

  /** A run ends twice when its last report cannot be written. */
  private int stagesTold;

  RunRecorder(RunInfo run, OutputFolder output, StageRunner stages) {
    this.output = output;
    this.stages = stages;
    this.report = new ReportBuilder(run, HostInfo.facts());
    Shutdown.watchSignals();
    Runtime.getRuntime().addShutdownHook(interruption);
  }

  /** What was asked for, as of now. */
  static RunInfo run(
      String twlenVersion,
      List<String> commandLine,
      @Nullable String recipe,
      @Nullable TimewaitLength wanted,
      RunInfo.@Nullable FinTimeout finTimeout) {
    return new RunInfo(
        twlenVersion,
        Instant.now().toString(),
        commandLine,
        Command.of(commandLine.toArray(String[]::new)).shown(),
        recipe,
        wanted == null ? null : wanted.seconds(),
        finTimeout);
  }

  /** Writes what is known. */
  void write() {
    write(report.soFar(seconds()));
  }

  void tools(Map<String, String> lines) {
    lines.forEach(report::tool);
    write();
  }

  void source(KernelSource source) {
    report.source(
        new SourceFacts(
            source.kind(),
            source.name(),
            source.version(),
            source.origin(),
            Map.of("sha256", source.digest()),
            source.proof()));
    write();
  }

  /** The patch goes into the output folder, and its facts into the report. */
  void patch(PatchOutcome outcome, byte[] header, TimewaitLength wanted) {
    Path file = output.patch(wanted.seconds());
    byte[] patch = outcome instanceof PatchOutcome.Rendered r ? r.patch() : new byte[0];
    byte[] after = outcome instanceof PatchOutcome.Rendered r ? r.after() : header;
    AtomicFile.write(file, patch);
    report.patch(
        new PatchFacts(
            file.getFileName().toString(),
            Digests.sha256(patch),
            outcome.present().seconds(),
            wanted.seconds(),
            BuildTree.HEADER,
            outcome.present().line(),
            Digests.sha256(header),
            Digests.sha256(after),
            new String(patch, StandardCharsets.ISO_8859_1),
            warnings(outcome, wanted)));
    write();
  }

  private List<String> warnings(PatchOutcome outcome, TimewaitLength wanted) {
    List<String> warnings =
        LengthWarnings.of(wanted, outcome.finTimeoutSeconds(), outcome.present().lingerHasLimit())
            .stream()
            .map(LengthWarnings.Advice::sentence)
            .collect(Collectors.toList());
    warnings.add(0, outcome.finTimeoutNote().english());
    return warnings;
  }

  void build(BuildFacts facts) {
    report.build(facts);
    write();
  }

  /** The report of a run whose kernel was measured; whether it is what was asked for, it says. */
  Report judged(VerificationResult result) {
    report.guest(result.guest());
    result.patched().ifPresent(report::patched);
    result.stock().ifPresent(report::stock);
    result.checks().forEach(report::check);
    if (result.verdict().passed()) {
      return ended(Outcome.VERIFIED);
    }
    if (result.verdict().open()) {
      return failed(
          "the kernel was not proved: " + result.verdict().reason(),
          "nothing speaks against it; measure it again on a host that is less busy, with twlen"
              + " verify",
          NOT_AS_ASKED);
    }
    return failed(
        "the kernel is not what was asked for: " + result.verdict().reason(),
        "every check is in " + output.html(),
        NOT_AS_ASKED);
  }

  /** The report of a machine that was measured to learn what it has. */
  Report measured(VerificationResult result) {
    report.guest(result.guest());
    result.patched().ifPresent(report::running);
    result.checks().forEach(report::check);
    if (result.verdict().passed()) {
      return ended(Outcome.MEASURED);
    }
    return failed(
        "TIME_WAIT was measured, but not all of it holds: " + result.verdict().reason(),
        "every check is in " + output.html(),
        NOT_AS_ASKED);
  }

  /** The report of a run that ended well. */
  Report ended(Outcome outcome) {
    stages();
    return write(report.ended(outcome, seconds()));
  }

  /** The report of a run that did not. */
  Report failed(String what, String remedy, int exitCode) {
    stages();
    return write(report.ended(Outcome.FAILED, exitCode, what, remedy, seconds()));
  }

  /** The report of a run that a failure ended; a place that cannot be written gets none. */
  void failed(Throwable thrown, int exitCode) {
    Shutdown.awaitShutdown();
    ErrorMessage message = ErrorMessage.of(thrown);
    try {
      failed(message.what(), message.remedy(), exitCode);
    } catch (RuntimeException | Error unwritable) {
      if (unwritable != thrown) {
        thrown.addSuppressed(unwritable);
      }
    }
  }

  /** The report of a run that is being ended, by ^C for instance. */
  private synchronized void interrupted() {
    if (!ended) {
      stages();
      Report document =
          report.ended(
              Outcome.INTERRUPTED,
              Shutdown.exitCode(),
              "twlen was interrupted",
              "run the same command again; it goes on from what is whole",
              seconds());
      try {
        write(document);
      } catch (TwlenFailure unwritable) {
        // What ended the run has been told, or this is what ended it.
      }
    }
  }

  private void stages() {
    List<StageTiming> timings = stages.timings();
    for (StageTiming timing : timings.subList(stagesTold, timings.size())) {
      report.stage(new StageTime(timing.name(), timing.took().toMillis() / 1000.0, ""));
    }
    stagesTold = timings.size();
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private synchronized Report write(Report document) {
    ended = document.outcome() != Outcome.UNFINISHED;
    JsonReport.write(document, output.json());
    HtmlReport.write(document, output.html());
    return document;
  }
}
