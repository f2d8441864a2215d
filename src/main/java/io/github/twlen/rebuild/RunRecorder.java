// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.ErrorMessage;
import io.github.twlen.ExitCode;
import io.github.twlen.Message;
import io.github.twlen.TwlenFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Shutdown;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.HostFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.StageTiming;
import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.json.JsonReport;
import io.github.twlen.verify.Verdict;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs stages and records their results. The report is written after each step, so that a killed
 * run leaves one, and an unwritable directory is found before anything starts.
 */
public final class RunRecorder {
  private final OutputFolder output;
  private final ProgramCall call;
  private final RunContext context;
  private final ReportBuilder report;
  private final long start = System.nanoTime();
  private boolean ended;

  private RunRecorder(OutputFolder output, RunInfo info, ProgramCall call, RunContext context) {
    this.output = output;
    this.call = call;
    this.context = context;
    this.report = new ReportBuilder(info, HostFacts.ofThisHost());
    Shutdown.watchSignals();
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "record-interruption"));
  }

  /**
   * Does some work as the only run in an output directory; its failure is in the report, and the
   * call has that report, when it is thrown.
   *
   * @param call the language of the page, the files for the checks and the receiver of a failure
   * @param work returns the final report of its recorder
   */
  public static Report run(
      OutputFolder output,
      RunInfo info,
      ProgramCall call,
      RunContext context,
      Function<RunRecorder, Report> work) {
    String root = output.root().toString();
    try (WorkspaceLock lock =
        WorkspaceLock.take(output.lock(context.workspace()), root, context.progress())) {
      StaleProcesses.end(root);
      Workspace.folder(output.root());
      RunRecorder recorder = new RunRecorder(output, info, call, context);
      recorder.add(nothing -> {});
      try {
        return work.apply(recorder);
      } catch (RuntimeException | Error thrown) {
        recorder.failed(thrown);
        throw thrown;
      }
    }
  }

  /**
   * Runs one stage and records its duration, also when it fails.
   *
   * @param key of the stage's name in the messages of the report, with the values of the name
   */
  public <T> T stage(Supplier<T> work, String key, Object... namesAndValues) {
    Message name = Message.of(Report.class, key, namesAndValues);
    context.say(name.toString());
    long stageStart = System.nanoTime();
    try {
      return work.get();
    } finally {
      context.status("");
      record(name, stageStart);
    }
  }

  private synchronized void record(Message name, long stageStart) {
    report.stage(new StageTiming(name, Duration.ofNanos(System.nanoTime() - stageStart)));
  }

  /** Adds a part and writes the report. */
  public synchronized void add(Consumer<ReportBuilder> part) {
    part.accept(report);
    write(report.soFar(took()));
  }

  /** Returns the report of a verified kernel. */
  public Report judged(Verdict verdict, GuestFacts guest) {
    verdict.measured().ifPresent(report::patched);
    verdict.stock().ifPresent(report::stock);
    return judged(verdict, guest, Outcome.VERIFIED, "notAsWanted");
  }

  /** Returns the report of a kernel that was measured without a wanted length. */
  Report measured(Verdict verdict, GuestFacts guest) {
    verdict.measured().ifPresent(report::running);
    return judged(verdict, guest, Outcome.MEASURED, "notMeasured");
  }

  private Report judged(Verdict verdict, GuestFacts guest, Outcome good, String failure) {
    report.guest(guest).checks(verdict.checks());
    if (verdict.passed()) {
      return ended(good);
    }
    boolean undecided = good == Outcome.VERIFIED && verdict.open();
    return failed(
        Message.of(
            Report.class,
            "failure." + (undecided ? "undecided" : failure),
            "reason",
            verdict.reason()),
        undecided
            ? Message.of(Report.class, "fix.undecided")
            : Message.of(Report.class, "fix.readChecks", "page", output.html()),
        ExitCode.VERIFICATION.code());
  }

  /** Returns the report of a run that succeeded. */
  public synchronized Report ended(Outcome outcome) {
    return write(report.ended(outcome, took()));
  }

  private synchronized Report failed(Message what, Message remedy, int exitCode) {
    return write(end(what, remedy, exitCode));
  }

  private synchronized Report end(Message what, Message remedy, int exitCode) {
    return report.ended(Outcome.FAILED, exitCode, what, remedy, took());
  }

  private void failed(Throwable thrown) {
    Shutdown.awaitShutdown();
    ErrorMessage message = ErrorMessage.of(thrown);
    Message what = Message.verbatim(message.what());
    Message remedy = Message.verbatim(message.remedy());
    int exitCode = ExitCode.of(thrown).code();
    try {
      Report last = end(what, remedy, exitCode);
      // The receiver gets it even if the disk is full.
      try {
        write(last);
      } finally {
        call.failed().accept(last);
      }
    } catch (RuntimeException | Error unwritable) {
      if (unwritable != thrown) {
        thrown.addSuppressed(unwritable);
      }
    }
  }

  private synchronized void interrupted() {
    if (!ended) {
      Message what = Message.of(Report.class, "failure.interrupted");
      Message remedy = Message.of(Report.class, "fix.interrupted");
      try {
        write(report.ended(Outcome.INTERRUPTED, Shutdown.exitCode(), what, remedy, took()));
      } catch (TwlenFailure unwritable) {
        // Already reported, or the reason why the run ends.
      }
    }
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private synchronized Report write(Report document) {
    ended = document.outcome() != Outcome.UNFINISHED;
    JsonReport.write(document, output.json());
    HtmlReport.write(document, call.locale(), output.html());
    output.evidence().write(document);
    call.tests().write(document);
    return document;
  }
}
