// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.ProgramVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code twlen}; all it does is in its subcommands, see {@link CommandTree}. */
@Command(
    name = "twlen",
    description = "Rebuilds a Linux kernel with another TIME_WAIT length and proves that it works.",
    mixinStandardHelpOptions = true,
    versionProvider = Twlen.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; where something was to be verified, it was",
      "1:a fault of twlen's",
      "2:usage, or a recipe that is not right",
      "3:this host lacks something: a tool, disk, a permission",
      "10:source: not found, cut off, not what its digest or signature says",
      "11:patch: does not fit, or is ambiguous",
      "12:build: the compiler failed, or the tree was not patched",
      "13:verification: TIME_WAIT is not what was asked for, or the guest never came up",
      "129:ended by SIGHUP, as when its terminal is closed; see 130",
      "130:interrupted; the next run goes on from what is whole",
      "143:ended by SIGTERM; see 130"
    })
final class Twlen implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "what is to be done? Name a command");
    }
  }

  /** For picocli, where more was given than {@code --version} alone. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {ProgramVersion.line()};
    }
  }
}
