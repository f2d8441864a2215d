// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completion of zsh, in the words of its {@code _arguments}: picocli's script for bash runs in
 * zsh too, but knows no descriptions there and no names of files with blanks.
 */
public final class ZshCompletion {
  private final CommandSpec root;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param root the command {@code twlen}
   */
  public ZshCompletion(CommandSpec root) {
    this.root = root;
  }

  /** The whole script, to be sourced or to be found in {@code fpath} as {@code _twlen}. */
  public String text() {
    text.setLength(0);
    text.append(
        "#compdef twlen\n# The completion of twlen, as `twlen completion zsh` prints it.\n");
    function(root);
    text.append(
        """

        # A file, or one of the words after the label.
        _twlen_or_file() {
          _alternative "words:$1:(${*[2,-1]})" 'files:file:_files'
        }

        # Found in fpath, this file is the function's first call; sourced, it makes the function known.
        if [[ $funcstack[1] == _twlen ]]; then
          _twlen "$@"
        else
          compdef _twlen twlen
        fi
        """);
    return text.toString();
  }

  private static String name(CommandSpec command) {
    return "_" + command.qualifiedName("_");
  }

  private void function(CommandSpec command) {
    Map<String, CommandSpec> below =
        command.subcommands().entrySet().stream()
            .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    sub -> sub.getValue().getCommandSpec(),
                    (one, same) -> one,
                    LinkedHashMap::new));
    List<String> words = new ArrayList<>();
    command.options().stream().filter(o -> !o.hidden()).map(this::option).forEach(words::add);
    if (below.isEmpty()) {
      command.positionalParameters().stream()
          .filter(p -> !p.hidden())
          .map(this::positional)
          .forEach(words::add);
    } else {
      words.add("'1:command:->command'");
      words.add("'*::argument:->argument'");
    }
    text.append('\n').append(name(command)).append("() {\n");
    if (!below.isEmpty()) {
      text.append("  local curcontext=\"$curcontext\" state line ret=1\n");
    }
    text.append("  _arguments -C -S");
    words.forEach(word -> text.append(" \\\n    ").append(word));
    text.append(below.isEmpty() ? "\n" : " && ret=0\n");
    if (!below.isEmpty()) {
      dispatch(command, below);
    }
    text.append("}\n");
    below.values().forEach(this::function);
  }

  private void dispatch(CommandSpec command, Map<String, CommandSpec> below) {
    text.append("  case $state in\n    command)\n      local -a commands=(\n");
    below.forEach(
        (name, sub) ->
            text.append("        ").append(quoted(name + ":" + summary(sub))).append('\n'));
    text.append("      )\n      _describe -t commands command commands && ret=0\n      ;;\n");
    text.append("    argument)\n");
    text.append("      curcontext=\"${curcontext%:*:*}:")
        .append(command.qualifiedName("-"))
        .append("-$line[1]:\"\n");
    text.append("      case $line[1] in\n");
    below.forEach(
        (name, sub) ->
            text.append("        ")
                .append(name)
                .append(") ")
                .append(name(sub))
                .append(" && ret=0 ;;\n"));
    text.append("      esac\n      ;;\n  esac\n  return ret\n");
  }

  /** As in {@code '(-o --output)'{-o+,--output=}'[description]:DIR:_files -/'}. */
  private String option(OptionSpec option) {
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
    return (option.isMultiValue() ? "'*'" : quoted("(" + String.join(" ", excluded) + ")"))
        + (forms.size() == 1 ? forms.get(0) : "{" + String.join(",", forms) + "}")
        + quoted(
            "["
                + first(option.description()).replaceAll("[\\[\\]\\\\]", "\\\\$0")
                + "]"
                + (value ? value(option) : ""));
  }

  private String positional(PositionalParamSpec parameter) {
    boolean many = parameter.isMultiValue();
    String place = many ? "*" : parameter.arity().min() == 0 ? ":" : "";
    return quoted(place + value(parameter));
  }

  /** What is wanted, and how it is found. */
  private static String value(ArgSpec argument) {
    String label = argument.paramLabel().replace("'", "").replace(":", "\\:");
    return ":" + label + ":" + action(argument);
  }

  private static String action(ArgSpec argument) {
    String label = argument.paramLabel();
    String files = label.equals("DIR") || label.equals("FOLDER") ? "_files -/" : "_files";
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates == null) {
      boolean path =
          Stream.of(argument.auxiliaryTypes()).anyMatch(Path.class::equals)
              || argument.type() == Path.class;
      return path ? files : " ";
    }
    String words = String.join(" ", candidates);
    // The blank before a function keeps _arguments from adding words of its own.
    return candidates instanceof Candidates.OrFile
        ? " _twlen_or_file " + label + " " + words
        : "(" + words + ")";
  }

  /** As the list of commands in the help has it. */
  private static String summary(CommandSpec command) {
    String[] header = command.usageMessage().header();
    return first(header.length > 0 ? header : command.usageMessage().description());
  }

  private static String first(String[] description) {
    return (description.length == 0 ? "" : description[0]).replace("%%", "%").replace("%n", " ");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
