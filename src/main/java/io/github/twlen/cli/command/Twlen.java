// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.ProgramVersion;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code twlen} without a subcommand. */
@Command(
    name = "twlen",
    description = "Rebuild a Linux kernel with another TIME_WAIT length, and verify it in a guest.",
    mixinStandardHelpOptions = true,
    versionProvider = Twlen.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success; a requested verification passed",
      "1:internal error",
      "2:invalid command line or recipe",
      "3:host: missing tool, disk space or permission",
      "10:source: not found, incomplete, or wrong checksum or signature",
      "11:patch: does not fit, or is ambiguous",
      "12:build: compiler or rpmbuild failed, or the tree was not patched",
      "13:verification: wrong TIME_WAIT length, outdated kernel, or the guest did not boot",
      "129:killed by SIGHUP, for example because the terminal was closed; see 130",
      "130:interrupted; rerun to resume",
      "143:killed by SIGTERM; see 130"
    })
final class Twlen implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new MissingParameterException(spec.commandLine(), List.of(), "missing command");
    }
  }

  /** Answers {@code --version} with other options. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {ProgramVersion.line()};
    }
  }
}
