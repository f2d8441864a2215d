// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * All commands, in the order of the help. Picocli looks at every option of every command before it
 * looks at a word of the user's, which is most of what a short command takes; so a line that names
 * its command gets that one alone.
 */
public final class CommandTree {
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("rebuild", RebuildCommand.class);
    COMMANDS.put("patch", PatchCommand.class);
    COMMANDS.put("fetch", FetchCommand.class);
    COMMANDS.put("build", BuildCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("measure", MeasureCommand.class);
    COMMANDS.put("survey", SurveyCommand.class);
    COMMANDS.put("recipes", RecipesCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("cache", CacheCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put("help", HelpCommand.class);
  }

  /** These tell of the others. */
  private static final List<String> WANT_ALL = List.of("completion", "help");

  private CommandTree() {}

  /** The names of all commands. */
  public static List<String> names() {
    return List.copyOf(COMMANDS.keySet());
  }

  /** The model with every command. */
  public static CommandLine whole(Context context) {
    CommandLine line = new CommandLine(new Twlen(), context);
    COMMANDS.forEach(line::addSubcommand);
    return line;
  }

  /** What these words need of it. */
  public static CommandLine of(Context context, String... words) {
    String name = words.length == 0 ? "" : words[0];
    Class<?> command = COMMANDS.get(name);
    if (command == null || WANT_ALL.contains(name)) {
      return whole(context);
    }
    return new CommandLine(new Twlen(), context).addSubcommand(name, command);
  }
}
