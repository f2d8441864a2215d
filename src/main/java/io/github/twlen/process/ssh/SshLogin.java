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

/**
 * Whether ssh comes into a machine of the user's, and finds a shell there that can be spoken to.
 */
public final class SshLogin {
  /** Lines that only a POSIX shell hands on as they are, twice quoted. */
  private static final List<String> QUOTED = List.of("@twlen-shell it's", "@twlen-shell \\n $$");

  private static final Duration SHORT = Duration.ofMinutes(2);

  private SshLogin() {}

  /**
   * Tries it. A login shell of another kind takes a script's lines for commands of its own,
   * whatever they would do there: csh ends a quotation at the end of a line.
   *
   * @param others handed every line that is none of the answer, such as a complaint of ssh's
   * @throws GuestException when ssh does not come in, or the shell is of another kind
   */
  public static void prove(SshConnection connection, Consumer<String> others)
      throws GuestException {
    Set<String> heard = new HashSet<>();
    String[] last = {""};
    try {
      connection.run(
          List.of("printf", "%s\\n", String.join("\n", QUOTED)),
          "/tmp",
          Map.of(),
          SHORT,
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
          "the login shell there does not understand what a POSIX shell does" + after(last[0]),
          "it must be one such as sh, dash, bash or zsh, which runs commands without a terminal");
    }
  }

  /** ssh has no exit codes for this, only words. */
  private static GuestException refused(String complaint, GuestException cause) {
    String remedy;
    if (complaint.contains("Permission denied")) {
      remedy =
          "ssh must log in without a question: with a key in the agent, in ~/.ssh/config or by -o"
              + " IdentityFile=FILE";
    } else if (complaint.contains("Host key verification failed")) {
      remedy = "log in once by hand to accept the machine's key, which ssh does not know or not so";
    } else if (complaint.contains("Could not resolve")) {
      remedy = "see the machine's name, or its alias in ~/.ssh/config";
    } else {
      remedy = "see that sshd runs there and that `ssh` with the same options comes in";
    }
    GuestException told =
        new GuestException(Side.GUEST, "cannot log in by ssh" + after(complaint), remedy);
    told.initCause(cause);
    return told;
  }

  private static String after(String complaint) {
    return complaint.isEmpty() ? "" : ": " + TerminalText.of(complaint);
  }
}
