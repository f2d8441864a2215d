// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.ExitCode;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.report.Report;
import io.github.twlen.report.RunInfo;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.util.function.Function;

/**
 * A run that alone works in its output folder, and whose report is written there whatever becomes
 * of it.
 *
 * @param output the folder
 * @param run what was asked for
 * @param stages times the run's stages
 */
record ReportedRun(OutputFolder output, RunInfo run, StageRunner stages, RunContext context) {
  /** Does the work; a failure of any kind is in the report when it is thrown. */
  Report call(Function<RunRecorder, Report> work) {
    String root = output.root().toString();
    try (WorkspaceLock lock =
        WorkspaceLock.take(output.lock(context.workspace()), root, context.progress())) {
      StaleProcesses.end(root);
      Workspace.folder(output.root());
      RunRecorder recorder = new RunRecorder(run, output, stages);
      // Before anything is begun: a folder that cannot be written is known now.
      recorder.write();
      try {
        return work.apply(recorder);
      } catch (RuntimeException | Error thrown) {
        recorder.failed(thrown, ExitCode.of(thrown).code());
        throw thrown;
      }
    }
  }
}
