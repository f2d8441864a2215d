// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

import io.github.twlen.TerminalText;
import io.github.twlen.process.ssh.GuestException.Side;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Checks whether ssh can log in to a host, and whether its login shell is a POSIX shell. */
public final class SshLogin {
  /** Lines that only a POSIX shell passes on unchanged when quoted twice. */
  private static final List<String> QUOTED = List.of("@twlen-shell it's", "@twlen-shell \\n $$");

  private static final Duration SHORT = Duration.ofMinutes(2);

  private SshLogin() {}

  /**
   * Logs in. Another shell would run the lines of a script as its own commands: csh, for instance,
   * ends a quoted text at the end of a line.
   *
   * @param others gets every other line, such as an error message of ssh
   * @throws GuestException when the login fails, or the shell is no POSIX shell
   */
  public static void check(SshConnection connection, Consumer<String> others)
      throws GuestException {
    check(connection, SHORT, others);
  }

  /**
   * Logs in within a time.
   *
   * @throws GuestException when the login fails, or the shell is no POSIX shell
   */
  public static void check(SshConnection connection, Duration timeout, Consumer<String> others)
      throws GuestException {
    Set<String> heard = new HashSet<>();
    String[] last = {""};
    try {
      connection.run(
          List.of("printf", "%s\\n", String.join("\n", QUOTED)),
          "/tmp",
          Map.of(),
          timeout,
          line -> {
            if (QUOTED.contains(line)) {
              heard.add(line);
            } else {
              last[0] = line.isBlank() ? last[0] : line.strip();
              others.accept(line);
            }
          });
    } catch (GuestException e) {
      throw refused(last[0], e);
    }
    if (!heard.containsAll(QUOTED)) {
      throw new GuestException(
          Side.GUEST,
          "the login shell there is not a POSIX shell" + after(last[0]),
          "set a login shell such as sh, dash, bash or zsh that works without a terminal");
    }
  }

  /** Reads ssh's error message, since its exit code is always the same. */
  private static GuestException refused(String message, GuestException cause) {
    String remedy;
    if (message.contains("Permission denied")) {
      remedy = "set up login by key: in the agent, in ~/.ssh/config or with -o IdentityFile=FILE";
    } else if (message.contains("Host key verification failed")) {
      remedy = "log in once to accept the host key";
    } else if (message.contains("Could not resolve")) {
      remedy = "check the host name, or its alias in ~/.ssh/config";
    } else {
      remedy = "check that sshd runs there and that `ssh` with the same options logs in";
    }
    GuestException failure =
        new GuestException(Side.GUEST, "cannot log in by ssh" + after(message), remedy);
    failure.initCause(cause);
    return failure;
  }

  private static String after(String message) {
    return message.isEmpty() ? "" : ": " + TerminalText.of(message);
  }
}
