// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestMachine;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.vagrant.VagrantBox;
import io.github.twlen.process.vagrant.VagrantMachine;
import io.github.twlen.process.vagrant.VagrantSettings;
import io.github.twlen.process.vagrant.VagrantTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A Vagrant guest: another distribution with its own kernel, for one build. The source is copied
 * into it and the output out of it.
 *
 * @param box its name, or the path or address of a {@code .box}
 * @param provider such as {@code libvirt}; empty for Vagrant's own choice
 * @param emulate returns whether to run without KVM, ten to twenty times slower
 * @param keep whether the guest stays until the next build in the same directory
 * @param bootTimeout until ssh must answer; empty for a default that depends on KVM
 */
public record VagrantEnvironment(
    String box,
    Optional<String> provider,
    int memoryMib,
    int cpus,
    Predicate<RunContext> emulate,
    boolean keep,
    ContainerfileCommands provisioning,
    Optional<Duration> bootTimeout,
    VagrantTools tools,
    Function<String, Optional<byte[]>> packed)
    implements BuildEnvironment {
  private static final String VAGRANTFILE = "vagrant/Vagrantfile";
  private static final Duration PROVISIONING = Duration.ofHours(1);

  @Override
  public String name() {
    return "vagrant " + box;
  }

  @Override
  public ActiveEnvironment open(Path directory, RunContext context) {
    String name = GuestMachine.name("build", directory);
    Path cache = context.workspace().root();
    Path own = cache.toAbsolutePath().resolve("vagrant").resolve(name);
    boolean emulated = emulate.test(context);
    try {
      VagrantSettings settings =
          new VagrantSettings(
              name,
              VagrantBox.of(box),
              provider,
              memoryMib,
              cpus,
              emulated,
              GuestMachine.patience(bootTimeout, emulated),
              Optional.of(own.resolve("console.log")));
      byte[] vagrantfile = packed.apply(VAGRANTFILE).orElseThrow();
      VagrantMachine machine = new VagrantMachine(own, vagrantfile, settings, tools, context);
      machine.prepare();
      SshConnection connection = machine.up();
      if (keep) {
        machine.keep();
        context.say("keeping the guest; run `vagrant ssh` in " + own + " to log in");
      }
      ActiveVagrantGuest guest =
          new ActiveVagrantGuest(cache, directory, machine, connection, keep, context.progress());
      try {
        provision(connection, context.progress());
      } catch (GuestException | RuntimeException e) {
        guest.close(); // The caller never gets it.
        throw e;
      }
      return guest;
    } catch (GuestException e) {
      throw failure(e);
    }
  }

  /** Installs the build's tools; each guest starts from the bare box. */
  private void provision(SshConnection connection, Progress progress) throws GuestException {
    for (String command : provisioning.commands()) {
      progress.status("installing the build's tools in the guest");
      List<String> argv = List.of("sudo", "-n", "bash", "-c", command);
      CommandResult result = connection.run(argv, "/", Map.of(), PROVISIONING, progress::status);
      if (!result.ok()) {
        throw new MissingDependencyFailure(
            "cannot install the build's tools in box " + box + ": " + result.lastLine(),
            "pass a --box that has them, or build with --in container");
      }
    }
    progress.status("");
  }

  /** Returns the failure of a build for an error of its guest. */
  static RuntimeException failure(GuestException exception) {
    return switch (exception.side()) {
      case HOST -> new MissingDependencyFailure(exception.what(), exception.remedy(), exception);
      case GUEST -> new BuildFailure(exception.what(), exception.remedy(), exception);
    };
  }
}
