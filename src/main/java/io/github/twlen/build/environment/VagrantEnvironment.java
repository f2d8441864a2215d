// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
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
 * A guest of Vagrant's: another distribution with a kernel of its own. It lives as long as the
 * build; what the build needs is sent there, and what it makes is fetched.
 *
 * @param box its name, or the path or address of a {@code .box}
 * @param provider Vagrant's name of one, such as {@code libvirt}; empty for Vagrant's own choice
 * @param memoryMib of the guest, in MiB
 * @param cpus of the guest
 * @param emulate whether it does without KVM, which makes it ten to twenty times slower; asked when
 *     it is about to start
 * @param keep whether the guest is left running, to look at it; the next build in the same folder
 *     removes it
 * @param provisioning what makes a builder of the box, with the network
 * @param bootTimeout until ssh must answer; empty for what suits an emulated or a real processor
 * @param tools how Vagrant and ssh are called
 * @param packed the files that are packed into the program, by their names
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
  public ActiveEnvironment open(Path folder, RunContext context) {
    String name = VagrantSettings.name("build", folder);
    Path own = context.workspace().root().toAbsolutePath().resolve("vagrant").resolve(name);
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
              VagrantSettings.patience(bootTimeout, emulated),
              Optional.of(own.resolve("console.log")));
      VagrantMachine machine = new VagrantMachine(own, settings, tools, context);
      machine.prepare(vagrantfile());
      SshConnection connection = machine.up();
      if (keep) {
        machine.keep();
        context.say("the guest stays; `vagrant ssh` in " + own + " goes into it");
      }
      ActiveVagrantGuest guest =
          new ActiveVagrantGuest(
              context.workspace().root(), folder, machine, connection, keep, context.progress());
      try {
        provision(connection, context.progress());
      } catch (GuestException | RuntimeException e) {
        guest.close(); // Nobody else gets to know it.
        throw e;
      }
      return guest;
    } catch (GuestException e) {
      throw failure(e);
    }
  }

  /** Each guest anew: a box keeps nothing of the one before. */
  private void provision(SshConnection connection, Progress progress) throws GuestException {
    for (String command : provisioning.commands()) {
      progress.status("installing what the build needs in the guest");
      List<String> argv = List.of("sudo", "-n", "bash", "-c", command);
      CommandResult result = connection.run(argv, "/", Map.of(), PROVISIONING, progress::status);
      if (!result.ok()) {
        throw new MissingDependencyFailure(
            "what the build needs could not be installed in the box "
                + box
                + ": "
                + result.lastLine(),
            "give a box that has it with --box, or build with --in container",
            null);
      }
    }
    progress.status("");
  }

  /** What trouble with a guest means for a build. */
  static RuntimeException failure(GuestException exception) {
    return switch (exception.side()) {
      case HOST -> new MissingDependencyFailure(exception.what(), exception.remedy(), exception);
      case GUEST -> new BuildFailure(exception.what(), exception.remedy(), exception);
    };
  }

  private byte[] vagrantfile() {
    return packed
        .apply(VAGRANTFILE)
        .orElseThrow(() -> new IllegalStateException("twlen was packed without " + VAGRANTFILE));
  }
}
