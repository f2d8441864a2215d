// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.Progress;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshLogin;
import java.util.regex.Pattern;

/** Logs in to a server, which may be restarting. */
record ServerLogin(SshConnection connection, Patience patience, Progress progress) {
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
  void call(boolean waits) throws GuestException {
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
}
