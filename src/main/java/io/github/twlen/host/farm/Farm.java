// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import io.github.twlen.build.launcher.DistccHosts;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.host.farm.FarmHost.State;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ParallelTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The hosts to which a launcher sends work, each tried once.
 *
 * @param lookedAt the source of the list of hosts
 */
public record Farm(String lookedAt, List<FarmHost> hosts) {
  /** Number of parallel attempts; each may take two seconds. */
  private static final int AT_ONCE = 32;

  /** Finds the hosts of a launcher and tries each. */
  public static Farm of(Launcher launcher, LauncherSettings settings) {
    return switch (launcher) {
      case NONE, CCACHE -> new Farm("no farm: everything is compiled on this host", List.of());
      case DISTCC -> ofDistcc(DistccHosts.of(settings));
      case ICECC -> new Icecream(settings).farm();
      case SCCACHE -> new SccacheStatus(new CommandRunner(SccacheStatus.MARK)).farm();
    };
  }

  /** Tries distcc's hosts. */
  static Farm ofDistcc(DistccHosts hosts) {
    if (hosts.from().isEmpty()) {
      String hint = "distcc has no hosts: set DISTCC_HOSTS, or write ~/.distcc/hosts";
      return new Farm(hint, List.of(new FarmHost("distcc", State.SILENT, "no hosts")));
    }
    List<Supplier<FarmHost>> attempts = new ArrayList<>();
    for (String host : hosts.entries()) {
      if (!host.startsWith("--")) {
        attempts.add(() -> FarmHost.ofDistcc(host));
      }
    }
    return new Farm("hosts of " + hosts.from(), ParallelTasks.call(attempts, AT_ONCE));
  }

  /** Returns whether a build may get help: false if every host was tried in vain. */
  public boolean answers() {
    return hosts.isEmpty() || hosts.stream().anyMatch(host -> host.state() != State.SILENT);
  }
}
