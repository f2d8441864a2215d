// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.HelpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code twlen help}. Picocli's own ignores all arguments but the first. */
@Command(name = "help", helpCommand = true, description = "Show the help of a command.")
final class HelpCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      completionCandidates = Candidates.Commands.class,
      description = "Command, such as rebuild or recipes show. Default: twlen.")
  private List<String> names = new ArrayList<>();

  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("no command");
    }
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      CommandLine subcommand = command.getSubcommands().get(name);
      if (subcommand == null) {
        throw new UnmatchedArgumentException(command, List.of(name));
      }
      command = subcommand;
    }
    command.usage(spec.commandLine().getOut(), command.getColorScheme());
    return ExitCode.DONE.code();
  }
}
