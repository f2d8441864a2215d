// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * All commands, in the order of the help. Building the model of all options takes most of the time
 * of a short command, so a command line with a command gets the model of that one alone.
 */
public final class CommandTree {
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("rebuild", RebuildCommand.class);
    COMMANDS.put("patch", PatchCommand.class);
    COMMANDS.put("fetch", FetchCommand.class);
    COMMANDS.put("build", RebuildCommand.Build.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("measure", MeasureCommand.class);
    COMMANDS.put("deploy", DeployCommand.class);
    COMMANDS.put("outdated", OutdatedCommand.class);
    COMMANDS.put("survey", SurveyCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("recipes", RecipesCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("cache", CacheCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put("help", HelpCommand.class);
  }

  /** The commands that need all others. */
  private static final List<String> NEED_ALL = List.of("completion", "help");

  private CommandTree() {}

  public static List<String> names() {
    return List.copyOf(COMMANDS.keySet());
  }

  /** Returns the model of every command. */
  public static CommandLine whole(Context context) {
    CommandLine line = new CommandLine(new Twlen(), context);
    COMMANDS.forEach(line::addSubcommand);
    return line;
  }

  /** Returns the model for these arguments. */
  public static CommandLine of(Context context, String... arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    Class<?> command = COMMANDS.get(name);
    if (command == null || NEED_ALL.contains(name)) {
      return whole(context);
    }
    return new CommandLine(new Twlen(), context).addSubcommand(name, command);
  }
}
