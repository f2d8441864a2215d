// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Progress;
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
 * @param exitCodes what the program will return for what was thrown, for the report
 */
record ReportedRun(
    OutputFolder output,
    Run run,
    Stage stage,
    Workspace workspace,
    Progress progress,
    ToIntFunction<Throwable> exitCodes) {
  /** Does the work; a failure of any kind is in the report when it is thrown. */
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
      } catch (RuntimeException | Error thrown) {
        findings.failed(thrown, exitCodes.applyAsInt(thrown));
        throw thrown;
      }
    }
  }
}
