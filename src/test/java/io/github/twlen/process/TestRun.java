// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import io.github.twlen.Progress;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;

/** Makes run contexts for tests. */
public final class TestRun {
  private TestRun() {}

  /** Returns a silent context whose workspace is a directory. */
  public static RunContext in(Path cache) {
    return with(cache, Progress.SILENT);
  }

  /** Returns a context whose workspace is a directory, with this progress. */
  public static RunContext with(Path cache, Progress progress) {
    return new RunContext(new Workspace(cache), new CommandRunner(), progress);
  }
}
