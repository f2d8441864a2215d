// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.process.Shutdown;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** One command line: parsed, run, and what went wrong told. */
record Invocation(Context context) {
  int run(OutputStream err, String... args) {
    Optional<String> unreadable = new ArgumentFiles().fault(List.of(args));
    if (unreadable.isPresent()) {
      context.console().talk("twlen: " + unreadable.get());
      context
          .console()
          .talk("       name a readable text file; write @@ for an argument that begins with @");
      return ExitCode.USAGE.code();
    }
    CommandLine line = CommandTree.of(context, args);
    line.setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.console().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Path.class, Invocation::path);
    line.setParameterExceptionHandler((e, given) -> usage(e));
    line.setExecutionExceptionHandler((e, ran, result) -> failed(e));
    line.setExecutionStrategy(this::ranLast);
    try {
      return line.execute(args);
    } catch (Error e) {
      return failed(e); // Such as a stack that is too deep: picocli hands on exceptions only.
    }
  }

  /** An empty path would be the present folder, which nobody means who leaves a variable unset. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("it is empty; name a file or a folder");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException("it is not a path");
    }
  }

  private int ranLast(CommandLine.ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (WorkspaceFailure e) {
      return failed(e); // There was no room for the help, which picocli itself prints.
    }
  }

  private int usage(CommandLine.ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    StringWriter near = new StringWriter();
    CommandLine.UnmatchedArgumentException.printSuggestions(e, new PrintWriter(near, true));
    String hint = near.toString().lines().findFirst().map(h -> h + " ").orElse("");
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    context.console().talk("twlen: " + what);
    context.console().talk("       " + hint + "See `" + name + " --help`.");
    return ExitCode.USAGE.code();
  }

  private int failed(Throwable thrown) {
    Shutdown.awaitShutdown();
    context.console().fail(thrown);
    return ExitCode.of(thrown).code();
  }
}
