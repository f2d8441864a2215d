// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.process.Shutdown;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Parses and runs one command line, and reports its failure. */
record Invocation(Context context) {
  int run(OutputStream err, String... args) {
    try {
      new ArgumentFiles().check(List.of(args));
      return line(err, args).execute(args);
    } catch (TwlenFailure | Error e) {
      return failed(e); // Picocli handles no Error, such as a stack overflow.
    }
  }

  private CommandLine line(OutputStream err, String... args) {
    CommandLine line = CommandTree.of(context, args);
    line.setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.console().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Path.class, Invocation::path);
    line.setParameterExceptionHandler(this::usage);
    line.setExecutionExceptionHandler(
        (e, ran, result) ->
            failed(
                e instanceof WorkspaceFailure failure
                    ? new WritablePlace(ran.getParseResult(), context.folders().cache())
                        .advised(failure)
                    : e));
    line.setExecutionStrategy(this::runLast);
    return line;
  }

  /** Rejects an empty path, which would be the current directory: usually an unset variable. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("it is empty; pass a path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("it is not a path; pass a path without NUL");
    }
  }

  private int runLast(CommandLine.ParseResult parsed) {
    requireKnownCommand(parsed);
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (WorkspaceFailure e) {
      return failed(e); // Picocli itself prints the help, perhaps to a full disk.
    }
  }

  /** Picocli shows the help of the group, whatever follows an option for help. */
  private static void requireKnownCommand(CommandLine.ParseResult parsed) {
    List<CommandLine> commands = parsed.asCommandLineList();
    CommandLine last = commands.get(commands.size() - 1);
    List<String> unmatched = last.getUnmatchedArguments();
    if (!last.getSubcommands().isEmpty()
        && unmatched.stream().anyMatch(word -> !word.startsWith("-"))) {
      throw new CommandLine.UnmatchedArgumentException(last, unmatched);
    }
  }

  private int usage(CommandLine.ParameterException e, String... args) {
    UsageError error = ParserError.of(e, List.of(args));
    context.console().fail(error.what(), error.fix());
    return ExitCode.USAGE.code();
  }

  private int failed(Throwable thrown) {
    Shutdown.awaitShutdown();
    context.console().fail(thrown);
    return ExitCode.of(thrown).code();
  }
}
