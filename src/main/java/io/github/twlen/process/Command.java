// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program to run: an argument list, never a shell string.
 *
 * @param argv the program and its arguments, passed unchanged
 * @param environment variables in addition to those of {@link UserVariables}
 * @param timeout kills the whole process tree
 * @param ofUser whether it is a tool of the user, such as ssh, and gets all variables of the user
 */
public record Command(
    List<String> argv,
    Path directory,
    Map<String, String> environment,
    Duration timeout,
    boolean ofUser) {
  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  /** Copies the collections. */
  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  /** Creates a command for the working directory, with a timeout of two minutes. */
  public static Command of(String... argv) {
    return new Command(List.of(argv), Path.of("").toAbsolutePath(), Map.of(), SHORT, false);
  }

  /** Returns this command with more arguments. */
  public Command with(List<String> more) {
    List<String> all = Stream.concat(argv.stream(), more.stream()).toList();
    return new Command(all, directory, environment, timeout, ofUser);
  }

  /** Returns this command with more arguments. */
  public Command with(String... more) {
    return with(List.of(more));
  }

  /** Returns this command as the arguments of another, such as {@code unshare -m}. */
  public Command wrappedIn(List<String> wrapper) {
    List<String> all = Stream.concat(wrapper.stream(), argv.stream()).toList();
    return new Command(all, directory, environment, timeout, ofUser);
  }

  /** Returns this command for another directory. */
  public Command in(Path other) {
    return new Command(argv, other, environment, timeout, ofUser);
  }

  /** Returns this command with one more variable. */
  public Command withEnvironment(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Command(argv, directory, more, timeout, ofUser);
  }

  /** Returns this command with another timeout. */
  public Command within(Duration time) {
    return new Command(argv, directory, environment, time, ofUser);
  }

  /** Returns this command with all variables of the user. */
  public Command asUsers() {
    return new Command(argv, directory, environment, timeout, true);
  }

  /** Returns the name of the program. */
  public String program() {
    return argv.get(0);
  }

  /** Returns the command line as typed into a shell, for logs and dry runs. */
  public String shown() {
    return argv.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return argument.matches(PLAIN) ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
