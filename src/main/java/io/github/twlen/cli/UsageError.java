// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.Suggestion;
import io.github.twlen.TwlenFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The two lines about an invalid command line, in place of picocli's sentences.
 *
 * @param what the finding, such as {@code cannot use --in moon: unknown value}
 * @param fix the next step
 */
record UsageError(String what, String fix) {
  /** What an option of a simple type takes. */
  private static final Map<Class<?>, String> TYPES =
      Map.of(int.class, "a whole number", Integer.class, "a whole number");

  /** Explains a failure of the parser. */
  static UsageError of(ParameterException e, List<String> arguments) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String help = "run `" + command.qualifiedName() + " --help`";
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(command, unmatched.getUnmatched().get(0), help);
    }
    if (e instanceof MissingParameterException missing) {
      return firstUnknown(command, arguments)
          .map(word -> unknown(command, word, help))
          .orElseGet(() -> missing(command, missing, help));
    }
    if (e instanceof OverwrittenOptionException twice && twice.getOverwritten() != null) {
      String name = name(twice.getOverwritten());
      return new UsageError("cannot use " + name + ": it is given twice", "pass " + name + " once");
    }
    if (e.getArgSpec() != null && e.getValue() != null) {
      return invalid(e.getArgSpec(), e, help);
    }
    if (!command.subcommands().isEmpty()) {
      return missingCommand(command); // Picocli has no exception of its own for it.
    }
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String first = message.substring(0, Math.min(1, message.length())).toLowerCase(Locale.ROOT);
    return new UsageError(first + message.substring(Math.min(1, message.length())), help);
  }

  /** Returns the first option that the command does not have: picocli reports it too late. */
  private static Optional<String> firstUnknown(CommandSpec command, List<String> arguments) {
    String before = "";
    for (String word : arguments) {
      OptionSpec option = command.findOption(before);
      boolean value = option != null && option.arity().max() > 0 && !option.arity().isVariable();
      String name = word.split("=", 2)[0];
      if (word.equals("--")) {
        break;
      }
      if (!value && word.startsWith("--") && command.findOption(name) == null) {
        return Optional.of(word);
      }
      before = word;
    }
    return Optional.empty();
  }

  private static UsageError unknown(CommandSpec command, String word, String help) {
    boolean isOption = word.startsWith("-");
    Set<String> commands = command.subcommands().keySet();
    Set<String> candidates = isOption ? command.optionsMap().keySet() : commands;
    String kind = isOption ? "option" : commands.isEmpty() ? "argument" : "command";
    String fix =
        Optional.of(word.split("=", 2)[0])
            .filter(name -> name.length() > 2)
            .flatMap(name -> Suggestion.nearest(name, candidates))
            .map(near -> "use " + near + ", or " + help)
            .orElse(help);
    return new UsageError("cannot use '" + word + "': unknown " + kind, fix);
  }

  private static UsageError missing(CommandSpec command, MissingParameterException e, String help) {
    if (e.getMissing().isEmpty()) {
      return missingCommand(command);
    }
    ArgSpec first = e.getMissing().get(0);
    if (first instanceof OptionSpec option) {
      String whole = name(option) + " " + option.paramLabel();
      boolean value = String.valueOf(e.getMessage()).contains("for option");
      return value
          ? new UsageError("cannot use " + name(option) + ": missing value", "pass " + whole)
          : new UsageError(
              "cannot run " + command.qualifiedName() + ": missing option " + name(option),
              "pass " + whole + ", or " + help);
    }
    return new UsageError(
        "cannot run " + command.qualifiedName() + ": missing " + first.paramLabel(),
        "pass " + first.paramLabel() + ", or " + help);
  }

  private static UsageError missingCommand(CommandSpec command) {
    return new UsageError(
        "cannot run " + command.qualifiedName() + ": missing command",
        "pass one of " + String.join(", ", command.subcommands().keySet()));
  }

  private static UsageError invalid(ArgSpec argument, ParameterException e, String help) {
    String option = argument.isOption() ? name(argument) + " " : "";
    String cannot = "cannot use " + option + e.getValue() + ": ";
    if (argument.type().isEnum()) {
      String values =
          Arrays.stream(argument.type().getEnumConstants())
              .map(value -> value.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      return new UsageError(cannot + "unknown value", "pass one of " + values);
    }
    if (argument.arity().max() == 0) {
      return new UsageError(cannot + "it takes no value", "pass " + name(argument) + " alone");
    }
    if (e.getCause() instanceof TwlenFailure failure) {
      return new UsageError(cannot + failure.what(), failure.remedy());
    }
    if (e.getCause() instanceof TypeConversionException reason) {
      String[] parts = String.valueOf(reason.getMessage()).split("; ", 2);
      String type = TYPES.get(argument.type());
      return type == null
          ? new UsageError(cannot + parts[0], parts.length > 1 ? parts[1] : help)
          : new UsageError(cannot + "not " + type, "pass " + type);
    }
    return new UsageError(cannot + "invalid value", help);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
