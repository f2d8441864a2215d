// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.TwlenFailure;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains a failure of picocli's parser in the two lines of every error. */
final class ParserError {
  /** What an option of a simple type takes. */
  private static final Map<Class<?>, String> TYPES =
      Map.of(int.class, "a whole number", Integer.class, "a whole number");

  private ParserError() {}

  /** Explains a failure; an unknown long option comes before any other error. */
  static UsageError of(ParameterException e, List<String> arguments) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String help = "run `" + command.qualifiedName() + " --help`";
    CommandWords words = words(command);
    String option = words.unknownOption(words.below(arguments));
    if (option != null) {
      return words.unknown(option);
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      return words.unknown(unmatched.getUnmatched().get(0));
    }
    if (e instanceof MissingParameterException missing) {
      return missing(command, missing, help);
    }
    if (e instanceof OverwrittenOptionException twice && twice.getOverwritten() != null) {
      String name = name(twice.getOverwritten());
      return new UsageError("cannot use " + name + ": it is given twice", "pass " + name + " once");
    }
    if (e.getArgSpec() != null && e.getValue() != null) {
      return invalid(e.getArgSpec(), e, help);
    }
    if (!command.subcommands().isEmpty()) {
      return words.missingCommand(); // Picocli has no exception of its own for it.
    }
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String first = message.substring(0, Math.min(1, message.length())).toLowerCase(Locale.ROOT);
    return new UsageError(first + message.substring(Math.min(1, message.length())), help);
  }

  /** Returns the words that a command knows. */
  static CommandWords words(CommandSpec command) {
    Map<String, String> options = new TreeMap<>();
    command.optionsMap().forEach((name, option) -> options.put(name, arity(option)));
    boolean many =
        command.positionalParameters().stream()
            .anyMatch(parameter -> parameter.isMultiValue() || parameter.arity().max() > 1);
    return new CommandWords(
        command.qualifiedName(),
        many,
        Collections.unmodifiableMap(options),
        List.copyOf(command.subcommands().keySet()));
  }

  private static String arity(OptionSpec option) {
    boolean fixed = !option.arity().isVariable() && option.arity().min() == option.arity().max();
    return fixed ? String.valueOf(option.arity().max()) : CommandWords.VARIABLE;
  }

  private static UsageError missing(CommandSpec command, MissingParameterException e, String help) {
    if (e.getMissing().isEmpty()) {
      return words(command).missingCommand();
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
    boolean oneOf = first.type().isEnum();
    String name =
        oneOf ? first.type().getSimpleName().toLowerCase(Locale.ROOT) : first.paramLabel();
    String value = oneOf ? String.join(" or ", values(first)) : name;
    return new UsageError(
        "cannot run " + command.qualifiedName() + ": missing " + name,
        "pass " + value + ", or " + help);
  }

  /** Returns the values of an enum. */
  private static List<String> values(ArgSpec argument) {
    return Arrays.stream(argument.type().getEnumConstants())
        .map(value -> value.toString().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static UsageError invalid(ArgSpec argument, ParameterException e, String help) {
    String option = argument.isOption() ? name(argument) + " " : "";
    String cannot = "cannot use " + option + e.getValue() + ": ";
    if (argument.type().isEnum()) {
      String values = String.join(", ", values(argument));
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
