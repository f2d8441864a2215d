// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.ProgramPath;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshLogin;
import io.github.twlen.source.SourceFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host whose package manager is asked: this one, or one over ssh. The commands change nothing
 * there and need no root.
 *
 * @param name for messages
 * @param connection empty for this host
 */
record AskedHost(String name, Optional<SshConnection> connection, CommandRunner runner) {
  /** Enough for a package manager that downloads its index over a slow line. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int NOT_FOUND = 127;

  /** Returns this host. */
  static AskedHost here(CommandRunner runner) {
    return new AskedHost(Freshness.THIS_HOST, Optional.empty(), runner);
  }

  /**
   * Logs in.
   *
   * @param ssh the ssh command, the host last
   * @throws MissingDependencyFailure when that fails
   */
  static AskedHost over(List<String> ssh, CommandRunner runner) {
    SshConnection connection = new SshConnection(ssh, runner);
    AskedHost host = new AskedHost(connection.host(), Optional.of(connection), runner);
    try {
      SshLogin.check(connection, line -> {});
      return host;
    } catch (GuestException e) {
      throw host.lost(e);
    }
  }

  private MissingDependencyFailure lost(GuestException e) {
    return new MissingDependencyFailure("cannot query " + name + ": " + e.what(), e.remedy(), e);
  }

  /** Returns whether it is this host. */
  boolean isHere() {
    return connection.isEmpty();
  }

  /**
   * Runs a program; empty when the host does not have it.
   *
   * @throws SourceFailure when it does not exit in time
   * @throws MissingDependencyFailure when the connection is lost
   */
  Optional<CommandResult> run(List<String> words) {
    if (isHere() && ProgramPath.find(words.get(0)).isEmpty()) {
      return Optional.empty();
    }
    try {
      CommandResult result = isHere() ? here(words) : there(connection.orElseThrow(), words);
      return Optional.of(result).filter(r -> r.exit() != NOT_FOUND);
    } catch (ProcessFailure e) {
      throw new SourceFailure("cannot query " + name + ": " + e.what(), "check its network", e);
    }
  }

  private CommandResult here(List<String> words) {
    Command command = Command.of(words.toArray(String[]::new)).withEnvironment("LC_ALL", "C");
    return runner.run(command.within(LONGEST));
  }

  private CommandResult there(SshConnection ssh, List<String> words) {
    try {
      return ssh.run(words, "/tmp", Map.of("LC_ALL", "C"), LONGEST, line -> {});
    } catch (GuestException e) {
      throw lost(e);
    }
  }
}
