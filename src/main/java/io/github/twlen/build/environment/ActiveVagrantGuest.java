// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.Progress;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.ssh.SshFiles;
import io.github.twlen.process.vagrant.VagrantMachine;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A running Vagrant guest with copies of parts of the cache. */
record ActiveVagrantGuest(
    Path cache,
    Path directory,
    VagrantMachine machine,
    SshConnection connection,
    boolean keep,
    Progress progress)
    implements ActiveEnvironment {
  /** On the guest's disk, and writable for all users, in every distribution. */
  private static final Path SHOWN = Path.of("/var/tmp/twlen");

  ActiveVagrantGuest {
    cache = cache.toAbsolutePath().normalize();
  }

  @Override
  public Path shown(Path inside) {
    Path whole = inside.toAbsolutePath().normalize();
    if (!whole.startsWith(cache)) {
      throw new IllegalArgumentException(inside + " is not below " + cache);
    }
    return SHOWN.resolve(cache.relativize(whole));
  }

  @Override
  public CommandResult run(Command command, Consumer<String> listener) {
    try {
      return connection.run(
          command.argv(),
          shown(command.directory()).toString(),
          command.environment(),
          command.timeout(),
          listener);
    } catch (GuestException e) {
      throw VagrantEnvironment.failure(e);
    }
  }

  @Override
  public void send(Path inside) {
    progress.status("sending " + inside.getFileName() + " into the guest");
    try {
      new SshFiles(connection).send(inside, shown(inside).toString());
    } catch (GuestException e) {
      throw VagrantEnvironment.failure(e);
    }
    progress.status("");
  }

  @Override
  public void bring(String pattern) {
    progress.status("fetching " + pattern + " from the guest");
    try {
      new SshFiles(connection).bring(shown(directory).toString(), pattern, directory);
    } catch (GuestException e) {
      throw VagrantEnvironment.failure(e);
    }
    progress.status("");
  }

  @Override
  public void close() {
    if (keep) {
      return;
    }
    progress.status("removing the guest");
    try {
      machine.destroy();
    } catch (GuestException e) {
      // The build succeeded, but the user must know about a running guest.
      progress.say("warning: the guest may still run: " + e.what() + "; " + e.remedy());
    }
    progress.status("");
  }
}
