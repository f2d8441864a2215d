// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ExitCode;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.XdgDirectories;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Answers that the build has prepared: the help of each command, the list of the bundled recipes,
 * and the words of each command, to find a wrong one. Such a command line needs neither the model
 * of the options nor a recipe. Every other goes to the parser; both print the same.
 */
final class PreparedAnswers {
  /** The directory of the answers in the jar. */
  static final String DIRECTORY = "prepared/";

  /** The words of each command, one line each, the program first. */
  static final String WORDS = "words.txt";

  /** The output of {@code twlen recipes list}. */
  static final String RECIPES = "recipes.txt";

  /** Java's replacement of a byte that is not UTF-8. */
  private static final char LOST = '\ufffd';

  /** The parser has to answer. */
  static final int NONE = -1;

  private final Console console;
  private final Map<String, String> environment;
  private final @Nullable Path directory;
  private String words = "";

  /** Reads the answers from the program; without them, the parser answers everything. */
  PreparedAnswers(OutputStream out, OutputStream err, Map<String, String> environment) {
    this(Console.of(out, err, environment), environment, null);
  }

  /**
   * Reads the answers from a directory.
   *
   * @param directory null for the program
   */
  PreparedAnswers(Console console, Map<String, String> environment, @Nullable Path directory) {
    this.console = console;
    this.environment = environment;
    this.directory = directory;
  }

  /** Answers, and returns the exit code, or {@link #NONE}. */
  int run(String... arguments) {
    for (String argument : arguments) {
      // A file of arguments, or a name that GivenNames has to check.
      if (argument.startsWith("@") || argument.indexOf(LOST) >= 0) {
        return NONE;
      }
    }
    if (System.getProperty("user.dir", "").indexOf(LOST) >= 0 || !readWords()) {
      return NONE;
    }
    try {
      return answer(List.of(arguments));
    } catch (WorkspaceFailure e) {
      console.fail(e); // Standard output may be a full disk.
      return e.exitCode().code();
    }
  }

  private boolean readWords() {
    byte[] lines = resource(WORDS);
    if (lines != null) {
      words = "\n" + new String(lines, StandardCharsets.UTF_8);
    }
    return lines != null;
  }

  private boolean isCommand(String above, String word) {
    // One argument with a space is no command, though it may look like two.
    boolean one = word.indexOf(' ') < 0 && word.indexOf('\t') < 0 && word.indexOf('\n') < 0;
    return one && words.contains("\n" + above + " " + word + "\t");
  }

  /** Reads only the line of this command. */
  private @Nullable CommandWords find(String name) {
    int start = words.indexOf("\n" + name + "\t") + 1;
    return start == 0
        ? null
        : CommandWords.parse(words.substring(start, words.indexOf('\n', start)));
  }

  private int answer(List<String> arguments) {
    boolean help = !arguments.isEmpty() && arguments.get(0).equals("help");
    int at = help ? 1 : 0;
    String name = "twlen";
    while (at < arguments.size() && isCommand(name, arguments.get(at))) {
      name += " " + arguments.get(at++);
    }
    List<String> rest = arguments.subList(at, arguments.size());
    if (help && rest.isEmpty()) {
      return help(name);
    }
    if (help) {
      name = "twlen help";
      rest = arguments.subList(1, arguments.size());
    }
    if (rest.size() == 1 && (rest.get(0).equals("--help") || rest.get(0).equals("-h"))) {
      return help(name);
    }
    if (name.equals("twlen recipes list") && rest.isEmpty()) {
      return recipes();
    }
    // Picocli accepts unknown options beside the command for help.
    CommandWords command = help ? null : find(name);
    UsageError error = command == null ? null : error(command, rest);
    if (error == null) {
      return NONE;
    }
    console.fail(error.what(), error.fix());
    return ExitCode.USAGE.code();
  }

  private static @Nullable UsageError error(CommandWords command, List<String> rest) {
    for (String word : rest) {
      if (asksForHelp(word)) {
        return null;
      }
    }
    if (command.commands().isEmpty()) {
      String option = command.unknownOption(rest);
      return option == null ? null : command.unknown(option);
    }
    if (rest.isEmpty()) {
      return command.missingCommand();
    }
    String word = rest.get(0);
    if (word.startsWith("-")) {
      boolean unknown = rest.size() == 1 && word.equals(command.unknownOption(rest));
      return unknown ? command.unknown(word) : null;
    }
    for (String other : rest) {
      if (command.commands().contains(other)) {
        return null;
      }
    }
    return command.unknown(word);
  }

  /** Returns whether a word may be, or contain, the option for help or the version. */
  private static boolean asksForHelp(String word) {
    boolean letters = word.startsWith("-") && !word.startsWith("--");
    return word.startsWith("--help")
        || word.startsWith("--version")
        || (letters && (word.indexOf('h') > 0 || word.indexOf('V') > 0));
  }

  private int help(String command) {
    byte[] painted = resource(command.replace(' ', '-') + ".txt");
    if (painted == null) {
      return NONE;
    }
    console.printPrepared(console.colour() ? painted : withoutColour(painted));
    return ExitCode.DONE.code();
  }

  /** Removes the escape sequences: ESC, a bracket, parameters, and an m. */
  static byte[] withoutColour(byte[] painted) {
    byte[] plain = new byte[painted.length];
    int length = 0;
    for (int i = 0; i < painted.length; i++) {
      if (painted[i] == 0x1b) {
        while (painted[i] != 'm') {
          i++;
        }
      } else {
        plain[length++] = painted[i];
      }
    }
    return Arrays.copyOf(plain, length);
  }

  private int recipes() {
    byte[] list = resource(RECIPES);
    if (list == null || !hasOnlyBundledRecipes()) {
      return NONE;
    }
    console.printPrepared(list);
    return ExitCode.DONE.code();
  }

  /** Returns false when the user's configuration contains a recipe or cannot be read. */
  private boolean hasOnlyBundledRecipes() {
    try {
      String config = XdgDirectories.of(environment).config().toString();
      return config.indexOf(LOST) < 0
          && hasNoRecipe(new File(config))
          && hasNoRecipe(new File(config, "recipes"));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean hasNoRecipe(File directory) {
    String[] names = directory.list();
    if (names == null) {
      return !directory.isDirectory();
    }
    for (String name : names) {
      if (name.endsWith(".yaml")) {
        return false;
      }
    }
    return true;
  }

  private byte @Nullable [] resource(String name) {
    try {
      return directory == null ? packed(name) : Files.readAllBytes(directory.resolve(name));
    } catch (IOException e) {
      return null; // The program is not in a jar, or the jar has no answers.
    }
  }

  /** Reads from the jar itself, which Java holds open: a URL of it would load 15 more classes. */
  private static byte @Nullable [] packed(String name) throws IOException {
    try (ZipFile jar = new ZipFile(System.getProperty("java.class.path", ""))) {
      ZipEntry entry = jar.getEntry(DIRECTORY + name);
      if (entry == null) {
        return null;
      }
      try (InputStream in = jar.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }
  }
}
