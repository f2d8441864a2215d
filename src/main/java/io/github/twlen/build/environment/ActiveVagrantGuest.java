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

/** A guest at work: the cache lies in it under a plain name, as far as it was sent. */
final class ActiveVagrantGuest implements ActiveEnvironment {
  /** On the guest's disk in every distribution, and for every user. */
  private static final Path SHOWN = Path.of("/var/tmp/twlen");

  private final Path cache;
  private final Path folder;
  private final VagrantMachine machine;
  private final SshConnection connection;
  private final boolean keep;
  private final Progress progress;

  /**
   * @param connection into the machine, which runs
   */
  ActiveVagrantGuest(
      Path cache,
      Path folder,
      VagrantMachine machine,
      SshConnection connection,
      boolean keep,
      Progress progress) {
    this.cache = cache.toAbsolutePath().normalize();
    this.folder = folder;
    this.machine = machine;
    this.connection = connection;
    this.keep = keep;
    this.progress = progress;
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
      new SshFiles(connection).bring(shown(folder).toString(), pattern, folder);
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
      // What was built is built; but nobody is to find out about a running guest by chance.
      progress.say("the guest may still run: " + e.what() + "; " + e.remedy());
    }
    progress.status("");
  }
}
