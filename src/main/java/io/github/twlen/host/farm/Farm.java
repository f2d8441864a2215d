// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.farm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.launcher.DistccHosts;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.host.farm.FarmHost.State;
import io.github.twlen.process.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The hosts to which a launcher sends work, each tried once.
 *
 * @param lookedAt where the hosts stand, or who was asked for them
 * @param hosts in the launcher's own order
 */
public record Farm(String lookedAt, List<FarmHost> hosts) {
  /** So many are tried at once: of a large farm that is switched off, none keeps the others. */
  private static final int AT_ONCE = 32;

  /** Copies what it is given. */
  public Farm {
    hosts = List.copyOf(hosts);
  }

  /** Looks for the hosts of a launcher and tries each. */
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
    List<String> words = hosts.entries().stream().filter(word -> !word.startsWith("--")).toList();
    return new Farm("hosts of " + hosts.from(), tried(words));
  }

  private static List<FarmHost> tried(List<String> words) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<FarmHost> all = new ArrayList<>();
      List<Future<FarmHost>> tries =
          words.stream().map(word -> threads.submit(() -> FarmHost.ofDistcc(word))).toList();
      for (Future<FarmHost> one : tries) {
        all.add(one.get());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MissingDependencyFailure("the look at the farm was interrupted", "run it again", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether a build gets help, as far as can be told: not if every host was tried in vain. */
  public boolean answers() {
    return hosts.isEmpty() || hosts.stream().anyMatch(host -> host.state() != State.SILENT);
  }
}
