// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.guest.GuestFailure;
import java.time.Duration;
import java.util.List;

/**
 * Waits for a host that restarts: its boot ID differs then.
 *
 * @param ssh the ssh command, the host last
 * @param script the script on that host
 */
record HostRestart(
    List<String> ssh,
    HostScript script,
    Patience patience,
    CommandRunner runner,
    Progress progress) {
  /** A question to a host that goes down may get no answer. */
  private static final Duration QUESTION = Duration.ofSeconds(30);

  /** A connection that ssh shares does not survive the restart. */
  private static final List<String> OPTIONS =
      List.of("ControlMaster=no", "ControlPath=none", "ConnectTimeout=10");

  /**
   * Waits until the host answers after a restart.
   *
   * @param before the boot ID before the restart; empty to accept any
   * @return the release of the running kernel
   * @throws GuestFailure when it does not in time
   */
  String await(String before) {
    HostScript asked = new HostScript(connection(), List.of(), "/tmp", script.text(), script.log());
    long start = System.nanoTime();
    String seen = "";
    boolean down = false;
    while (elapsed(start).compareTo(patience.timeout()) < 0) {
      progress.status("waiting for " + host());
      try {
        ScriptAnswer answer = asked.call(QUESTION, List.of("booted"));
        if (!answer.required("boot-id").equals(before)) {
          progress.status("");
          return ServerState.release(answer, "running");
        }
      } catch (GuestException e) {
        down = true;
        seen = e.what();
      } catch (ProcessFailure e) {
        down = true; // The question timed out.
        seen = e.what();
      } catch (ScriptRefusal e) {
        seen = e.reason();
      }
      patience.rest();
    }
    throw late(down, seen);
  }

  private SshConnection connection() {
    List<String> all = SshConnection.with(ssh.subList(0, ssh.size() - 1), OPTIONS);
    all.add(host());
    return new SshConnection(all, runner);
  }

  private String host() {
    return ssh.get(ssh.size() - 1);
  }

  private GuestFailure late(boolean down, String seen) {
    String after = " within " + patience.timeout().toSeconds() + " s";
    return new GuestFailure(
        down
            ? host()
                + " went down, but did not answer"
                + after
                + (seen.isEmpty() ? "" : ": " + seen)
            : host() + " did not restart" + after,
        down
            ? "power-cycle it: the kernel boots once only, so the old one boots next; then rerun"
            : "check what holds the shutdown there, then rerun",
        null);
  }

  private static Duration elapsed(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
