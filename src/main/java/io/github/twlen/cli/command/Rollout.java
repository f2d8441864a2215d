// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import java.util.List;
import java.util.function.ToIntFunction;

/** A change of one host after the other, up to the first failure. */
final class Rollout {
  private final List<String> hosts;
  private int started;

  Rollout(List<String> hosts) {
    this.hosts = hosts;
  }

  /**
   * Returns the last exit code.
   *
   * @param change changes a host, and returns its exit code
   */
  int run(ToIntFunction<String> change) {
    int code = ExitCode.DONE.code();
    while (started < hosts.size() && code == ExitCode.DONE.code()) {
      code = change.applyAsInt(hosts.get(started++));
    }
    return code;
  }

  /** Returns the hosts that were not started, also after an exception. */
  List<String> rest() {
    return hosts.subList(started, hosts.size());
  }
}
