// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Another program, ready to run: an argument list, never a shell string.
 *
 * @param argv the program and its arguments, each passed as it is
 * @param directory where it runs
 * @param environment variables that it gets beside those of {@link UserVariables}
 * @param timeout after this long its whole process tree is ended
 * @param ofUser whether it is a tool of the user's own, such as ssh, and gets all that the user has
 *     set
 */
public record Command(
    List<String> argv,
    Path directory,
    Map<String, String> environment,
    Duration timeout,
    boolean ofUser) {
  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  /** Copies what it is given. */
  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  /** A command in the present folder, with two minutes to run. */
  public static Command of(String... argv) {
    return new Command(List.of(argv), Path.of("").toAbsolutePath(), Map.of(), SHORT, false);
  }

  /** The same with further arguments. */
  public Command with(List<String> more) {
    List<String> all = new ArrayList<>(argv);
    all.addAll(more);
    return new Command(all, directory, environment, timeout, ofUser);
  }

  /** The same with further arguments. */
  public Command with(String... more) {
    return with(List.of(more));
  }

  /** The same program behind another that starts it, such as {@code unshare -m}. */
  public Command wrappedIn(List<String> wrapper) {
    List<String> all = new ArrayList<>(wrapper);
    all.addAll(argv);
    return new Command(all, directory, environment, timeout, ofUser);
  }

  /** The same in another folder. */
  public Command in(Path folder) {
    return new Command(argv, folder, environment, timeout, ofUser);
  }

  /** The same with one more variable. */
  public Command withEnvironment(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Command(argv, directory, more, timeout, ofUser);
  }

  /** The same with another time to live. */
  public Command within(Duration time) {
    return new Command(argv, directory, environment, time, ofUser);
  }

  /** The same as a tool of the user's own. */
  public Command asUsers() {
    return new Command(argv, directory, environment, timeout, true);
  }

  /** The program's name. */
  public String program() {
    return argv.get(0);
  }

  /** The argument list as a person would type it into a shell: for logs and dry runs only. */
  public String shown() {
    return argv.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
