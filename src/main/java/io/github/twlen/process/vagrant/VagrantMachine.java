// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.TwlenFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Running;
import io.github.twlen.process.Shutdown;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One guest that Vagrant starts, in a folder of its own. Until {@link #destroy} it also goes when
 * twlen is told to end; one that a killed run left is removed by the next with {@link #prepare}. To
 * be used under a lock of the folder.
 */
public final class VagrantMachine {
  /** The states of a machine that is not there, as Vagrant and its providers call them. */
  private static final List<String> ABSENT = List.of("not_created", "not created");

  private static final Duration SHORT = Duration.ofMinutes(3);

  /** Beside the time to boot: a box is unpacked, and its image goes to the provider. */
  private static final Duration PROVISION = Duration.ofMinutes(40);

  private static final long PATIENCE_SECONDS = 60;

  /** {@code .vagrant/machines/NAME/PROVIDER/id}. */
  private static final int DEEP = 4;

  /** A pipe that nobody reads would stop it half-way. */
  private static final List<String> UNHEARD =
      List.of("sh", "-c", "exec \"$@\" > /dev/null 2>&1", "sh");

  private final Path folder;
  private final VagrantSettings settings;
  private final VagrantTools tools;
  private final RunContext context;
  private final VagrantErrors errors;
  private final VagrantProgram vagrant;
  private final Runnable atLast = this::destroyAtLast;

  /**
   * @param folder nothing else lies in it
   */
  public VagrantMachine(
      Path folder, VagrantSettings settings, VagrantTools tools, RunContext context) {
    this.folder = folder.toAbsolutePath();
    this.settings = settings;
    this.tools = tools;
    this.context = context;
    this.errors = new VagrantErrors(settings, log());
    this.vagrant = new VagrantProgram(this.folder, tools.vagrant(), log(), context);
  }

  /** Where Vagrant's own files of it are, and its log. */
  public Path folder() {
    return folder;
  }

  private Path log() {
    return folder.resolve("vagrant.log");
  }

  /**
   * Writes the files that Vagrant reads, and removes the guest of a killed run.
   *
   * @param vagrantfile the content of {@code vagrant/Vagrantfile}
   * @throws GuestException when there is no Vagrant that works
   */
  public void prepare(byte[] vagrantfile) throws GuestException {
    boolean known = Files.isDirectory(folder.resolve(".vagrant"));
    AtomicFile.write(folder.resolve("Vagrantfile"), vagrantfile);
    AtomicFile.write(folder.resolve("twlen.json"), settings.json());
    AtomicFile.write(log(), "");
    vagrant.require();
    if (known && !ABSENT.contains(state())) {
      context.say("removing the guest that an earlier run has left");
      destroy();
    }
  }

  /** The guest's state, as Vagrant calls it. */
  public String state() throws GuestException {
    VagrantOutput output = call(SHORT, "status");
    return output.state().orElse("unknown");
  }

  /**
   * Starts the guest and tries the way into it.
   *
   * @throws GuestException when it does not come up; it is gone then
   */
  public SshConnection up() throws GuestException {
    Shutdown.addTask(atLast);
    try {
      start();
      return door();
    } catch (GuestException | RuntimeException e) {
      destroyAfter(e);
      throw e;
    }
  }

  private void start() throws GuestException {
    List<String> up = new ArrayList<>(List.of("up"));
    settings.provider().ifPresent(name -> up.add("--provider=" + name));
    String[] words = up.toArray(String[]::new);
    Duration patience = PROVISION.plus(settings.bootTimeout());
    VagrantProgram.Call first = vagrant.run(patience, words);
    if (VagrantErrors.nameTaken(first.output())) {
      context.say("removing what a killed run has left of a guest that Vagrant does not know");
      new LibvirtLeftovers(tools, context.runner()).remove(settings.name());
      first = vagrant.run(patience, words);
    }
    require(first, "up");
  }

  /** Restarts the guest from this side, and tries the way into it anew. */
  public SshConnection reload() throws GuestException {
    call(PROVISION.plus(settings.bootTimeout()), "reload");
    return door();
  }

  /** {@code vagrant ssh -c} has been seen to end with 0 where no machine ran. */
  private SshConnection door() throws GuestException {
    Command ask = vagrant.command(SHORT, "ssh-config", settings.name());
    CommandResult answer = context.runner().run(ask);
    if (!answer.ok()
        || answer.output().stream().noneMatch(l -> l.strip().startsWith("HostName "))) {
      throw errors.silent("vagrant ssh-config: " + answer.lastLine());
    }
    Path config = folder.resolve("ssh-config");
    AtomicFile.write(config, String.join("\n", answer.output()) + "\n");
    Command ssh =
        Command.of(tools.ssh().toArray(String[]::new))
            .with("-F", config.toString(), settings.name());
    SshConnection connection = SshConnection.ofGuest(ssh.argv(), context.runner());
    connection.prove();
    return connection;
  }

  /** Leaves the guest running when twlen ends; until the next run in this folder. */
  public void keep() {
    Shutdown.noLonger(atLast);
  }

  /** Removes the guest with its disk; does nothing when there is none. */
  public void destroy() throws GuestException {
    call(SHORT, "destroy", "--force");
    Shutdown.noLonger(atLast);
  }

  private void destroyAfter(Exception reason) {
    try {
      destroy();
    } catch (GuestException | RuntimeException e) {
      reason.addSuppressed(e);
      if (!known()) {
        Shutdown.noLonger(atLast); // There never was one.
      }
    }
  }

  /** Whether the provider has given the machine a name, which Vagrant keeps as long as it is. */
  private boolean known() {
    try (Stream<Path> files = Files.find(folder.resolve(".vagrant"), DEEP, VagrantMachine::named)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean named(Path file, BasicFileAttributes attributes) {
    return attributes.isRegularFile() && file.endsWith("id");
  }

  /** twlen is being ended, and {@link CommandRunner#run} no longer comes back. */
  private void destroyAtLast() {
    context.say("removing the guest " + settings.name());
    Command destroy = vagrant.command(SHORT, "destroy", "--force").wrappedIn(UNHEARD);
    try (Running destroying = context.runner().start(destroy)) {
      if (destroying.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (TwlenFailure e) {
      // Told below, as when it does not end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.say("it may be running still; remove it with vagrant destroy in " + folder);
  }

  private VagrantOutput call(Duration timeout, String... arguments) throws GuestException {
    return require(vagrant.run(timeout, arguments), arguments[0]).output();
  }

  private VagrantProgram.Call require(VagrantProgram.Call call, String what) throws GuestException {
    if (!call.ok()) {
      throw errors.of("vagrant " + what, call.output(), call.exit());
    }
    return call;
  }
}
