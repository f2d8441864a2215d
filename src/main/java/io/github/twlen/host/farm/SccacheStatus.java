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
 * Asks sccache for the state of its farm. It prints a JSON object with one key (enum {@code
 * DistInfo} in its source): {@code Disabled}, {@code NotConnected} or {@code SchedulerStatus}.
 *
 * @param runner marks its processes with {@link #MARK}
 */
record SccacheStatus(CommandRunner runner) {
  /** Marks a server that the question starts, so that it can be stopped. */
  static final String MARK = "sccache-asked-by-" + ProcessHandle.current().pid();

  Farm farm() {
    try {
      CommandResult result = runner.run(Command.of("sccache", "--dist-status"));
      return new Farm("sccache --dist-status", List.of(read(result)));
    } catch (ProcessFailure e) {
      return new Farm(
          "sccache --dist-status",
          List.of(new FarmHost("sccache", State.SILENT, "cannot start it")));
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
      return new FarmHost(
          "localhost", State.ANSWERS, "no farm is configured; sccache caches locally");
    }
    return new FarmHost("scheduler", State.SILENT, said);
  }
}
