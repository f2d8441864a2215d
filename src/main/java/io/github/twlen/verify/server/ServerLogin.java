// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshLogin;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Logs in to a server, which may be restarting, and finds out how to become root. */
record ServerLogin(SshConnection connection, Patience patience, Progress progress) {
  private static final Duration SHORT = Duration.ofMinutes(2);

  /** What ssh says while a server restarts. A wrong name or key is another error. */
  private static final Pattern DOWN =
      Pattern.compile(
          "Connection (refused|timed out|reset|closed)|No route to host|kex_exchange_identification");

  /**
   * Logs in.
   *
   * @param waits whether to wait for a server that is down
   * @throws GuestException when the login fails
   */
  void await(boolean waits) throws GuestException {
    long end = System.nanoTime() + patience.timeout().toNanos();
    boolean told = false;
    while (true) {
      try {
        SshLogin.check(connection, line -> {});
        return;
      } catch (GuestException e) {
        if (!waits || !DOWN.matcher(e.what()).find() || System.nanoTime() > end) {
          throw e;
        }
        if (!told) {
          progress.say("  " + connection.host() + " does not answer; waiting for a restart");
          told = true;
        }
        patience.rest();
      }
    }
  }

  /**
   * Returns the number of the user there.
   *
   * @throws GuestException when the login shell prints something else
   */
  String user() throws GuestException {
    String id = connection.run(SHORT, "id", "-u").lastLine();
    if (!id.matches("[0-9]{1,10}")) {
      throw new GuestException(
          GuestException.Side.HOST,
          "its id -u printed '" + TerminalText.line(id) + "'",
          "use a login shell that prints nothing of its own");
    }
    return id;
  }

  /**
   * Returns the arguments that make a command run as root; none for root itself.
   *
   * @throws GuestException when sudo fails
   */
  List<String> root(String user) throws GuestException {
    if (user.equals("0")) {
      return List.of();
    }
    CommandResult result = connection.run(SHORT, "sudo", "-n", "true");
    if (!result.ok()) {
      throw new GuestException(
          GuestException.Side.HOST,
          "the user is not root, and sudo failed: " + TerminalText.line(result.lastLine()),
          "log in as root@HOST, or allow the user in /etc/sudoers: USER ALL=(ALL) NOPASSWD: ALL");
    }
    return List.of("sudo", "-n");
  }
}
