// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.BashCompletion;
import io.github.twlen.cli.completion.ZshCompletion;
import io.github.twlen.cli.option.HelpOption;
import java.util.Locale;
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
      "Print the completion script of a shell.",
      "Line for ~/.bashrc: source <(twlen completion bash)",
      "Line for ~/.zshrc, after compinit: source <(twlen completion zsh)",
      "The packages of twlen install both scripts."
    })
public final class CompletionCommand implements Callable<Integer> {
  /** The supported shells. */
  public enum Shell {
    /** With or without the package bash-completion. */
    BASH,
    /** With its own completion system, compinit. */
    ZSH;

    /** Returns the value of the argument. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Context context;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "Shell.")
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
