// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshLogin;
import io.github.twlen.survey.SurveyFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs scripts on the surveyed host: this one, or one that ssh reaches. They write nothing. */
public final class HostShell {
  private static final int LEAST_MILLIS = 1;

  private final CommandRunner runner;
  private final @Nullable SshConnection connection;
  private final long timeoutNanos;
  private final long begin = System.nanoTime();
  private boolean isChecked;

  private HostShell(CommandRunner runner, @Nullable SshConnection connection, Duration timeout) {
    this.runner = runner;
    this.connection = connection;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Returns the shell of this host. */
  public static HostShell local(CommandRunner runner, Duration timeout) {
    return new HostShell(runner, null, timeout);
  }

  /**
   * Returns the shell of a host that ssh reaches.
   *
   * @param timeout for everything that is run there, the logins included
   */
  public static HostShell remote(SshConnection connection, CommandRunner runner, Duration timeout) {
    return new HostShell(runner, connection, timeout);
  }

  /**
   * Runs a shell script.
   *
   * @param arguments of the script, after {@code $0}
   * @param listener gets each line of both outputs
   * @throws SurveyFailure if the login fails, the connection is lost, or the time is over
   */
  CommandResult run(String script, List<String> arguments, Consumer<String> listener) {
    Command command = Command.of("sh", "-c", script, "survey").with(arguments);
    if (connection == null) {
      return runner.run(command.within(left()), listener);
    }
    try {
      if (!isChecked) {
        SshLogin.check(connection, left(), line -> {});
        isChecked = true;
      }
      return connection.run(command.argv(), "/tmp", Map.of(), left(), listener);
    } catch (GuestException e) {
      throw new SurveyFailure(e.what(), e.remedy(), e);
    } catch (ProcessFailure e) {
      if (System.nanoTime() - begin < timeoutNanos) {
        throw e;
      }
      long seconds = Duration.ofNanos(timeoutNanos).toSeconds();
      throw new SurveyFailure(
          "cannot survey " + host() + ": no answer within " + seconds + " s",
          "check the host and the network, or raise --timeout",
          e);
    }
  }

  private Duration left() {
    long left = timeoutNanos - (System.nanoTime() - begin);
    return Duration.ofNanos(Math.max(left, Duration.ofMillis(LEAST_MILLIS).toNanos()));
  }

  /** Returns the host as ssh knows it. */
  String host() {
    return connection == null ? "this host" : connection.host();
  }
}
