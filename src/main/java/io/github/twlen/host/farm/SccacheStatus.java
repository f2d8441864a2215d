// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import io.github.twlen.host.farm.FarmHost.State;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.StaleProcesses;
import java.util.List;

/**
 * What sccache itself says of its farm. Its answer is one JSON object with one key (enum {@code
 * DistInfo} of its source): {@code Disabled}, {@code NotConnected} or {@code SchedulerStatus}.
 */
final class SccacheStatus {
  /** Asking starts a server where there is none; by this it is found again and ended. */
  static final String MARK = "sccache-asked-by-" + ProcessHandle.current().pid();

  private final CommandRunner runner;

  /**
   * @param runner gives {@link #MARK} to what it starts
   */
  SccacheStatus(CommandRunner runner) {
    this.runner = runner;
  }

  Farm farm() {
    try {
      CommandResult result = runner.run(Command.of("sccache", "--dist-status"));
      return new Farm("sccache --dist-status", List.of(read(result)));
    } catch (ProcessFailure e) {
      return new Farm(
          "sccache --dist-status",
          List.of(new FarmHost("sccache", State.SILENT, "it cannot be started")));
    } finally {
      StaleProcesses.end(MARK);
    }
  }

  static FarmHost read(CommandResult result) {
    String said = String.join(" ", result.output()).strip();
    if (!result.ok()) {
      return new FarmHost("sccache", State.SILENT, result.lastLine());
    }
    if (said.contains("\"SchedulerStatus\"")) {
      return new FarmHost("scheduler", State.ANSWERS, said);
    }
    if (said.contains("\"Disabled\"")) {
      return new FarmHost("localhost", State.ANSWERS, "no farm is set up; sccache keeps results");
    }
    return new FarmHost("scheduler", State.SILENT, said);
  }
}
