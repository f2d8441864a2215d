// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A virtual machine with a distribution, reached by ssh. It has a directory of its own, which the
 * caller locks. A shutdown of twlen removes it.
 */
public interface GuestMachine {
  /** The log of its serial console, in its directory; may be absent. */
  String CONSOLE = "console.log";

  /** The time limit for ssh to answer with KVM. */
  Duration BOOT = Duration.ofMinutes(5);

  /** The time limit for ssh to answer without KVM. */
  Duration SLOW_BOOT = Duration.ofMinutes(10);

  /**
   * Returns the name of a guest. A directory always gives the same name, so a run finds the guest
   * of an earlier one.
   *
   * @param purpose such as {@code build}
   */
  static String name(String purpose, Path directory) {
    String path = directory.toAbsolutePath().normalize().toString();
    return "twlen-" + purpose + "-" + Digests.shortName(path);
  }

  /** Returns the time limit for ssh to answer: the user's, or the default with or without KVM. */
  static Duration patience(Optional<Duration> asked, boolean emulate) {
    return asked.orElse(emulate ? SLOW_BOOT : BOOT);
  }

  /** Returns its directory. */
  Path folder();

  /** Returns the names of its other logs, in its directory. */
  List<String> logs();

  /** Returns the command that starts it, to repeat the run. */
  List<String> command();

  /** Returns where it comes from: {@code box} or {@code image}. */
  String origin();

  /** Writes its files, and removes the guest of a killed run. */
  void prepare() throws GuestException;

  /** Starts the guest and connects to it; removes it when that fails. */
  SshConnection up() throws GuestException;

  /** Restarts the guest and connects again. */
  SshConnection reload() throws GuestException;

  /**
   * Keeps the guest running after twlen has exited.
   *
   * @return how to log in and how to remove it, for a sentence
   * @throws UnsupportedOperationException when it cannot outlive twlen
   */
  String keep();

  /** Removes the guest with its disk, if any; its logs remain. */
  void destroy() throws GuestException;
}
