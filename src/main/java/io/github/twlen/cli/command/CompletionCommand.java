// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.BashCompletion;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.completion.ZshCompletion;
import io.github.twlen.cli.option.HelpOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twlen completion bash | zsh}. */
@Command(
    name = "completion",
    description = {
      "Print the completion of a shell, from the words of this help.",
      "For the shell that runs now: source <(twlen completion bash). For good, put that line into"
          + " ~/.bashrc or, after compinit, ~/.zshrc. The packages of twlen bring it along."
    })
public final class CompletionCommand implements Callable<Integer> {
  /** The shells that it is made for. */
  public enum Shell {
    /** With or without the package bash-completion. */
    BASH,
    /** With its own completion system, compinit. */
    ZSH
  }

  private final Context context;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "bash|zsh",
      completionCandidates = Candidates.Shells.class,
      description = "The shell.")
  private Shell shell = Shell.BASH;

  @Mixin HelpOption help = new HelpOption();

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      CommandSpec root = spec.root();
      context
          .console()
          .print(shell == Shell.ZSH ? new ZshCompletion(root).text() : BashCompletion.text(root));
    }
    return ExitCode.DONE.code();
  }
}
