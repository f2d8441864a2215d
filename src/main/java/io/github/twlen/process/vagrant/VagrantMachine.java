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
import io.github.twlen.process.ssh.GuestMachine;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Vagrant guest. */
public final class VagrantMachine implements GuestMachine {
  private static final String LOG = "vagrant.log";

  /** The states of an absent guest in the terms of Vagrant and its providers. */
  private static final List<String> ABSENT = List.of("not_created", "not created");

  private static final Duration SHORT = Duration.ofMinutes(3);

  /** The time, without the boot, to unpack a box and copy its image. */
  private static final Duration PROVISION = Duration.ofMinutes(40);

  private static final long PATIENCE_SECONDS = 60;

  /** The depth of {@code .vagrant/machines/NAME/PROVIDER/id}. */
  private static final int DEPTH = 4;

  /** Discards the output, since a full pipe would block Vagrant. */
  private static final List<String> SILENCED =
      List.of("sh", "-c", "exec \"$@\" > /dev/null 2>&1", "sh");

  private final Path folder;
  private final byte[] vagrantfile;
  private final VagrantSettings settings;
  private final VagrantTools tools;
  private final RunContext context;
  private final VagrantErrors errors;
  private final VagrantProgram vagrant;
  private final Runnable removal = this::destroyInShutdown;

  /**
   * Creates a guest with a directory of its own.
   *
   * @param vagrantfile the content of {@code vagrant/Vagrantfile}
   */
  public VagrantMachine(
      Path folder,
      byte[] vagrantfile,
      VagrantSettings settings,
      VagrantTools tools,
      RunContext context) {
    this.folder = folder.toAbsolutePath();
    this.vagrantfile = vagrantfile.clone();
    this.settings = settings;
    this.tools = tools;
    this.context = context;
    this.errors = new VagrantErrors(settings, log());
    this.vagrant = new VagrantProgram(this.folder, tools.vagrant(), log(), context);
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<String> logs() {
    return List.of(LOG);
  }

  @Override
  public List<String> command() {
    return List.of("vagrant", "up");
  }

  @Override
  public String origin() {
    return "box";
  }

  private Path log() {
    return folder.resolve(LOG);
  }

  @Override
  public void prepare() throws GuestException {
    boolean used = Files.isDirectory(folder.resolve(".vagrant"));
    AtomicFile.write(folder.resolve("Vagrantfile"), vagrantfile);
    AtomicFile.write(folder.resolve("twlen.json"), settings.json());
    AtomicFile.write(log(), "");
    vagrant.require();
    if (used && !ABSENT.contains(state())) {
      context.say("removing the guest of an earlier run");
      destroy();
    }
  }

  /** Returns the guest's state in the provider's own term. */
  public String state() throws GuestException {
    return call(SHORT, "status").state().orElse("unknown");
  }

  @Override
  public SshConnection up() throws GuestException {
    Shutdown.addTask(removal);
    try {
      start();
      return connect();
    } catch (GuestException | RuntimeException e) {
      destroyAfter(e);
      throw e;
    }
  }

  private void start() throws GuestException {
    List<String> up = new ArrayList<>(List.of("up"));
    settings.provider().ifPresent(name -> up.add("--provider=" + name));
    String[] arguments = up.toArray(String[]::new);
    Duration patience = PROVISION.plus(settings.bootTimeout());
    // Vagrant copies a box to libvirt for its first guest, and starts a second guest from half a
    // copy.
    try (WorkspaceLock lock = box()) {
      VagrantProgram.Call first = vagrant.run(patience, arguments);
      if (VagrantErrors.nameTaken(first.output())) {
        context.say("removing the libvirt guest of a killed run, unknown to Vagrant");
        new LibvirtDomain(settings.name(), tools, context.runner()).remove();
        first = vagrant.run(patience, arguments);
      }
      require(first, "up");
    }
  }

  private WorkspaceLock box() {
    return WorkspaceLock.take(
        context.workspace().lock(settings.box().lock()),
        "the box " + settings.box().said(),
        context.progress());
  }

  @Override
  public SshConnection reload() throws GuestException {
    call(PROVISION.plus(settings.bootTimeout()), "reload");
    return connect();
  }

  /** Does not use {@code vagrant ssh -c}, which may succeed where no guest runs. */
  private SshConnection connect() throws GuestException {
    Command ask = vagrant.command(SHORT, "ssh-config", settings.name());
    CommandResult answer = context.runner().run(ask);
    if (!answer.ok()
        || answer.output().stream().noneMatch(l -> l.strip().startsWith("HostName "))) {
      throw errors.unreachable("vagrant ssh-config: " + answer.lastLine());
    }
    Path config = folder.resolve("ssh-config");
    AtomicFile.write(config, String.join("\n", answer.output()) + "\n");
    Command ssh =
        Command.of(tools.ssh().toArray(String[]::new))
            .with("-F", config.toString(), settings.name());
    SshConnection connection = SshConnection.ofGuest(ssh.argv(), context.runner());
    connection.kernelRelease();
    return connection;
  }

  /** Keeps the guest running until the next run in this directory. */
  @Override
  public String keep() {
    Shutdown.removeTask(removal);
    return "in " + folder + ", `vagrant ssh` enters it and `vagrant destroy -f` removes it";
  }

  @Override
  public void destroy() throws GuestException {
    call(SHORT, "destroy", "--force");
    Shutdown.removeTask(removal);
  }

  private void destroyAfter(Exception reason) {
    try {
      destroy();
    } catch (GuestException | RuntimeException e) {
      reason.addSuppressed(e);
      if (!hasGuest()) {
        Shutdown.removeTask(removal); // There was no guest.
      }
    }
  }

  /** Returns whether Vagrant has recorded the provider's id of the guest. */
  private boolean hasGuest() {
    try (Stream<Path> files =
        Files.find(
            folder.resolve(".vagrant"),
            DEPTH,
            (file, attributes) -> attributes.isRegularFile() && file.endsWith("id"))) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts the command itself, since {@link CommandRunner#run} blocks during a shutdown. */
  private void destroyInShutdown() {
    context.say("removing the guest " + settings.name());
    Command destroy = vagrant.command(SHORT, "destroy", "--force").wrappedIn(SILENCED);
    try (Running destroying = context.runner().start(destroy)) {
      if (destroying.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (TwlenFailure e) {
      // Reported below, as a timeout is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.say("the guest may still be running; run `vagrant destroy` in " + folder);
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
