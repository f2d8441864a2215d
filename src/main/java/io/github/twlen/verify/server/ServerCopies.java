// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The copies of the packages on a server, in a directory of its user. */
record ServerCopies(SshConnection connection, String directory, Progress progress) {
  private static final Duration SHORT = Duration.ofMinutes(2);

  /**
   * Copies the files, and returns their paths on the server.
   *
   * @throws MissingDependencyFailure when the server does not take them
   */
  List<String> send(List<Path> files) {
    List<String> there = new ArrayList<>();
    try {
      requireOwnDirectory();
      for (Path file : files) {
        progress.status("copying " + file.getFileName());
        String to = directory + "/" + file.getFileName();
        new SshFiles(connection).send(file, to);
        there.add(to);
      }
    } catch (GuestException e) {
      throw new MissingDependencyFailure(
          "cannot copy the kernel to " + connection.host() + ": " + e.what(), e.remedy(), e);
    }
    return there;
  }

  /** Another user may have created the directory. */
  private void requireOwnDirectory() throws GuestException {
    String own = "mkdir -p -m 700 \"$1\" && [ ! -L \"$1\" ] && [ -O \"$1\" ] && chmod 700 \"$1\"";
    CommandResult result = connection.run(SHORT, "sh", "-c", own, "sh", directory);
    if (!result.ok()) {
      throw new MissingDependencyFailure(
          "cannot copy the kernel to "
              + connection.host()
              + ": "
              + directory
              + " is not a directory of this user",
          "remove it there");
    }
  }

  /** Removes the copies. */
  void remove() {
    try {
      connection.run(SHORT, "rm", "-rf", directory);
    } catch (GuestException e) {
      // The next run removes them.
      progress.say("  note: " + e.what());
    }
  }
}
