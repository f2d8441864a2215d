package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.TwlenFailure;
import io.github.twlen.process.Leftovers;
import io.github.twlen.report.Report;
import io.github.twlen.report.Run;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A run that alone works in its output folder, and whose report is written there whatever becomes
 * of it.
 *
 * @param output the folder
 * @param run what was asked for
 * @param stage times the run's stages
 * @param exitCodes what the program will return for a failure, for the report
 */
record ReportedRun(
    OutputFolder output,
    Run run,
    Stage stage,
    Workspace workspace,
    Progress progress,
    ToIntFunction<TwlenFailure> exitCodes) {
  /** Does the work; a failure is in the report when it is thrown. */
  Report call(Function<Findings, Report> work) {
    String root = output.root().toString();
    try (WorkspaceLock lock = WorkspaceLock.take(output.lock(workspace), root, progress)) {
      Leftovers.end(root);
      Workspace.folder(output.root());
      Findings findings = new Findings(run, output, stage);
      // Before anything is begun: a folder that cannot be written is known now.
      findings.write();
      try {
        return work.apply(findings);
      } catch (TwlenFailure failure) {
        findings.failed(failure, exitCodes.applyAsInt(failure));
        throw failure;
      }
    }
  }
}
