// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the completion script of zsh, for its {@code _arguments}. Picocli's script for bash runs
 * in zsh too, but shows no descriptions and breaks file names with spaces.
 */
public final class ZshCompletion {
  private final CommandSpec root;

  /** Completes the command {@code twlen}. */
  public ZshCompletion(CommandSpec root) {
    this.root = root;
  }

  /** Returns the script, to be sourced or to be put into {@code fpath} as {@code _twlen}. */
  public String text() {
    return Template.of("zsh.txt").replace("FUNCTIONS", function(root).stripTrailing() + "\n");
  }

  private static String name(CommandSpec command) {
    return "_" + command.qualifiedName("_");
  }

  private static String function(CommandSpec command) {
    List<Map.Entry<String, CommandLine>> below =
        command.subcommands().entrySet().stream()
            .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
            .toList();
    List<String> arguments = new ArrayList<>();
    command.options().stream().filter(o -> !o.hidden()).forEach(o -> arguments.add(option(o)));
    if (below.isEmpty()) {
      command.positionalParameters().stream()
          .filter(p -> !p.hidden())
          .forEach(p -> arguments.add(quoted(place(p) + value(p))));
    } else {
      arguments.add("'1:command:->command'");
      arguments.add("'*::argument:->argument'");
    }
    String function =
        Template.of(below.isEmpty() ? "zsh-command.txt" : "zsh-group.txt")
            .replace("NAME", name(command))
            .replace("ARGUMENTS", String.join(" \\\n    ", arguments))
            .replace("CONTEXT", command.qualifiedName("-"));
    String commands =
        below.stream()
            .map(sub -> "        " + quoted(sub.getKey() + ":" + summary(sub.getValue())))
            .collect(Collectors.joining("\n"));
    String cases =
        below.stream()
            .map(sub -> "        %s) %s && ret=0 ;;".formatted(sub.getKey(), name(spec(sub))))
            .collect(Collectors.joining("\n"));
    return function.replace("COMMANDS", commands).replace("CASES", cases)
        + below.stream().map(sub -> function(spec(sub))).collect(Collectors.joining());
  }

  private static CommandSpec spec(Map.Entry<String, CommandLine> command) {
    return command.getValue().getCommandSpec();
  }

  /** Returns, for example, {@code '(-o --output)'{-o+,--output=}'[description]:DIR:_files -/'}. */
  private static String option(OptionSpec option) {
    boolean value = option.arity().max() > 0;
    List<String> names = List.of(option.names());
    List<String> excluded =
        option.group() != null && option.group().exclusive()
            ? option.group().allOptionsNested().stream()
                .flatMap(other -> Stream.of(other.names()))
                .toList()
            : names;
    List<String> forms =
        names.stream()
            .map(name -> !value ? name : name.startsWith("--") ? name + "=" : name + "+")
            .toList();
    String description = first(option.description()).replaceAll("[\\[\\]\\\\]", "\\\\$0");
    return (option.isMultiValue() ? "'*'" : quoted("(" + String.join(" ", excluded) + ")"))
        + (forms.size() == 1 ? forms.get(0) : "{" + String.join(",", forms) + "}")
        + quoted("[" + description + "]" + (value ? value(option) : ""));
  }

  private static String place(ArgSpec parameter) {
    return parameter.isMultiValue() ? "*" : parameter.arity().min() == 0 ? ":" : "";
  }

  /** Returns the label and the action that finds the values. */
  private static String value(ArgSpec argument) {
    String label = argument.paramLabel().replace("'", "").replace(":", "\\:");
    return ":" + label + ":" + action(argument);
  }

  private static String action(ArgSpec argument) {
    String label = argument.paramLabel();
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates == null) {
      boolean path =
          Stream.of(argument.auxiliaryTypes()).anyMatch(Path.class::equals)
              || argument.type() == Path.class;
      return !path ? " " : label.equals("DIR") ? "_files -/" : "_files";
    }
    String words = String.join(" ", candidates);
    // The space before the function keeps _arguments from adding its own words.
    return candidates instanceof Candidates.OrFile
        ? " _twlen_or_file " + label + " " + words
        : "(" + words + ")";
  }

  /** Returns the text in the list of commands of the help. */
  private static String summary(CommandLine command) {
    String[] header = command.getCommandSpec().usageMessage().header();
    return first(
        header.length > 0 ? header : command.getCommandSpec().usageMessage().description());
  }

  private static String first(String[] description) {
    return (description.length == 0 ? "" : description[0]).replace("%%", "%").replace("%n", " ");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
