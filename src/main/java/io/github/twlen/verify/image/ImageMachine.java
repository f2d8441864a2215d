// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.process.Command;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Running;
import io.github.twlen.process.Shutdown;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestMachine;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A guest that QEMU boots from a disk image. It has no network but its port of ssh. */
public final class ImageMachine implements GuestMachine {
  /**
   * The settings of a guest.
   *
   * @param memoryMib in MiB
   * @param bootTimeout the time limit for ssh to answer, for each boot
   */
  public record Settings(
      int memoryMib, int cpus, Acceleration acceleration, Duration bootTimeout) {}

  private static final String LOG = "qemu.log";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** Another program may take a free port before QEMU does. */
  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final Settings settings;
  private final ImageTools tools;
  private final RunContext context;
  private final GuestDisks disks;
  private final GuestKeys keys;
  private final Runnable removal = this::removeFiles;
  private List<String> command = List.of();
  private @Nullable Running qemu;
  private @Nullable GuestBoot boot;

  /** Creates a guest with a directory of its own. */
  public ImageMachine(
      Path folder, DiskImage image, Settings settings, ImageTools tools, RunContext context) {
    this.folder = folder.toAbsolutePath();
    this.settings = settings;
    this.tools = tools;
    this.context = context;
    this.disks = new GuestDisks(image, this.folder, tools.qemuImg(), context.runner());
    this.keys = new GuestKeys(this.folder);
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
    return command;
  }

  @Override
  public String origin() {
    return "image";
  }

  /** A killed run leaves files; {@link RunContext#markedBy} finds its QEMU. */
  @Override
  public void prepare() {
    Workspace.remove(folder);
    Workspace.folder(folder);
    Shutdown.addTask(removal);
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      disks.make();
      keys.make(tools.keygen(), context.runner());
      AtomicFile.write(disks.seed(), keys.seed("twlen-" + UUID.randomUUID()).disk());
    } catch (IOException e) {
      removeFiles();
      throw WorkspaceFailure.writing(folder, e);
    } catch (RuntimeException e) {
      removeFiles();
      throw e;
    }
  }

  @Override
  public SshConnection up() throws GuestException {
    try {
      for (int attempt = 1; ; attempt++) {
        int port = freePort();
        Running started = start(port);
        SshConnection connection = connection(port);
        boot = new GuestBoot(connection, started, settings.bootTimeout(), context.progress());
        try {
          boot.awaitFirst();
          return connection;
        } catch (GuestBoot.PortTaken e) {
          started.close();
          if (attempt == ATTEMPTS) {
            throw e.asFailure();
          }
        }
      }
    } catch (GuestException | RuntimeException e) {
      destroy();
      throw e;
    }
  }

  private Running start(int port) {
    Command start =
        tools
            .qemu()
            .disk(settings.memoryMib(), settings.acceleration())
            .with("-name", "twlen", "-smp", String.valueOf(settings.cpus()))
            .with(disks.arguments())
            // Only ssh comes in, and nothing goes out.
            .with(
                "-netdev",
                "user,id=net,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:" + port + "-:22")
            .with("-device", "virtio-net-pci,netdev=net,romfile=")
            // Old kernels collect too little randomness for sshd.
            .with("-device", "virtio-rng-pci")
            .with("-chardev", "file,id=console,path=" + GuestDisks.escaped(folder.resolve(CONSOLE)))
            .with("-serial", "chardev:console")
            .in(folder);
    command = start.argv();
    try (LogFile log = new LogFile(LogFile.fresh(folder.resolve(LOG)))) {
      log.accept("$ " + start.shown());
    }
    Running started = context.runner().start(start);
    started.drainErrors();
    qemu = started;
    return started;
  }

  private SshConnection connection(int port) {
    List<String> ssh =
        new ArrayList<>(SshConnection.with(tools.ssh(), List.of(GuestKeys.ALGORITHMS)));
    ssh.addAll(List.of("-F", keys.config(port).toString(), GuestKeys.NAME));
    return SshConnection.ofGuest(ssh, context.runner());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new WorkspaceFailure("cannot open a port on 127.0.0.1", "check this host's network", e);
    }
  }

  @Override
  public SshConnection reload() throws GuestException {
    if (boot == null) {
      throw new IllegalStateException("not started");
    }
    return boot.again();
  }

  @Override
  public String keep() {
    throw new UnsupportedOperationException("QEMU ends with twlen");
  }

  @Override
  public void destroy() {
    Running started = qemu;
    if (started != null) {
      started.close();
      logErrors(started);
      qemu = null;
    }
    removeFiles();
  }

  private void logErrors(Running ended) {
    try (LogFile log = new LogFile(folder.resolve(LOG))) {
      String error = ended.lastError();
      if (!error.isEmpty()) {
        log.accept(error);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves the logs. */
  private void removeFiles() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.endsWith(LOG) && !file.endsWith(CONSOLE)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      context.say("cannot remove the guest's disk in " + folder + ": " + e.getMessage());
    }
    Shutdown.removeTask(removal);
  }
}
