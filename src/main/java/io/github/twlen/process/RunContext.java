// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import io.github.twlen.Progress;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;

/** The services that every step of a run uses. */
public record RunContext(Workspace workspace, CommandRunner runner, Progress progress) {
  /** Returns this context with a runner whose processes are marked with a directory. */
  public RunContext markedBy(Path directory) {
    return new RunContext(workspace, new CommandRunner(directory.toString()), progress);
  }

  /** Returns this context without progress reports. */
  public RunContext silent() {
    return new RunContext(workspace, runner, Progress.SILENT);
  }

  /** Returns this context for one of several tasks that run at the same time. */
  public RunContext about(String name) {
    return new RunContext(workspace, runner, progress.about(name));
  }

  /** Prints a line that stays. */
  public void say(String line) {
    progress.say(line);
  }

  /** Shows the current activity; empty ends it. */
  public void status(String text) {
    progress.status(text);
  }
}
