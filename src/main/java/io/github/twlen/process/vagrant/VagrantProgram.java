// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.TwlenFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs Vagrant in one directory, independent of the user's own Vagrant settings. */
final class VagrantProgram {
  private static final Duration SHORT = Duration.ofMinutes(3);

  /** The result of a command. */
  record Call(int exit, VagrantOutput output) {
    boolean ok() {
      return exit == 0;
    }
  }

  private final Path directory;
  private final List<String> program;
  private final Path log;
  private final RunContext context;

  VagrantProgram(Path directory, List<String> program, Path log, RunContext context) {
    this.directory = directory;
    this.program = program;
    this.log = log;
    this.context = context;
  }

  /** Checks that Vagrant runs. */
  void require() throws GuestException {
    try {
      // "vagrant version" would use the network.
      CommandResult version = context.runner().run(command(SHORT, "--version"));
      if (!version.ok()) {
        throw VagrantErrors.noVagrant(version.lastLine());
      }
    } catch (TwlenFailure e) {
      throw VagrantErrors.noVagrant(e.what());
    }
  }

  /** Runs a command and logs its output. */
  Call run(Duration timeout, String... arguments) {
    LogFile file = new LogFile(log);
    VagrantOutput output = new VagrantOutput(context.progress()::status);
    CommandResult result;
    try (file) {
      Command command = command(timeout, arguments).with("--machine-readable");
      file.accept("$ " + command.shown());
      result = context.runner().run(command, file.andThen(output));
    }
    context.status("");
    return new Call(result.exit(), output);
  }

  /** Creates a command with the environment that Vagrant needs. */
  Command command(Duration timeout, String... arguments) {
    return Command.of(program.toArray(String[]::new))
        .with(arguments)
        .asUsers()
        .in(Workspace.folder(directory))
        .within(timeout)
        .withEnvironment("VAGRANT_CWD", directory.toString())
        .withEnvironment("VAGRANT_VAGRANTFILE", "Vagrantfile")
        .withEnvironment("VAGRANT_DOTFILE_PATH", directory.resolve(".vagrant").toString())
        .withEnvironment("VAGRANT_CHECKPOINT_DISABLE", "1")
        .withEnvironment("VAGRANT_NO_COLOR", "1");
  }
}
