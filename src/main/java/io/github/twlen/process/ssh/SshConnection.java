// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

import io.github.twlen.TerminalText;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ssh.GuestException.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Runs commands on another host over ssh. The user's shell there runs them, so each argument is
 * quoted. Exit code 255 is ssh's own unless the shell prints a mark.
 */
public final class SshConnection {
  /** The exit code of ssh when the connection failed. */
  private static final int LOST = 255;

  private static final int LONGEST_SHOWN = 200;

  private static final Duration SHORT = Duration.ofMinutes(2);

  private static final List<String> OPTIONS =
      List.of(
          "BatchMode=yes",
          "ConnectTimeout=30",
          // A guest that compiles without KVM is slow to answer.
          "ServerAliveInterval=15",
          "ServerAliveCountMax=12",
          // Vagrant's configuration silences ssh.
          "LogLevel=ERROR",
          // The sshd of CentOS 6 has no other.
          "HostKeyAlgorithms=+ssh-rsa",
          "PubkeyAcceptedKeyTypes=+ssh-rsa");

  private final List<String> ssh;
  private final CommandRunner runner;
  private final boolean guest;
  private final String mark = "@twlen-" + UUID.randomUUID();

  /**
   * Creates a connection to a host of the user.
   *
   * @param ssh the program and its arguments, the host last, such as {@code ssh -F FILE NAME}; its
   *     options take precedence over those of twlen
   */
  public SshConnection(List<String> ssh, CommandRunner runner) {
    this(ssh, runner, false);
  }

  /** Creates a connection to a guest of twlen; a failure names the command. */
  public static SshConnection ofGuest(List<String> ssh, CommandRunner runner) {
    return new SshConnection(ssh, runner, true);
  }

  private SshConnection(List<String> ssh, CommandRunner runner, boolean guest) {
    List<String> all = with(ssh.subList(0, ssh.size() - 1), OPTIONS);
    all.add(ssh.get(ssh.size() - 1));
    this.ssh = List.copyOf(all);
    this.runner = runner;
    this.guest = guest;
  }

  /** Returns the arguments that reach a host, with options such as {@code Port=2222}. */
  public static List<String> words(String host, List<String> options) {
    List<String> arguments = with(List.of("ssh"), options);
    arguments.add(host);
    return arguments;
  }

  /** Returns the arguments, and each option after a {@code -o}. */
  public static List<String> with(List<String> arguments, List<String> options) {
    List<String> all = new ArrayList<>(arguments);
    options.forEach(option -> all.addAll(List.of("-o", option)));
    return all;
  }

  /**
   * Checks that commands run in the guest.
   *
   * @return its {@code uname -r}
   * @throws GuestException when they do not
   */
  public String kernelRelease() throws GuestException {
    String answer = "@twlen-here-" + UUID.randomUUID();
    CommandResult result = sh("echo " + answer + " $(uname -r)", SHORT, line -> {});
    return result.output().stream()
        .filter(line -> line.startsWith(answer + " "))
        .map(line -> line.substring(answer.length() + 1))
        .findFirst()
        .orElseThrow(
            () ->
                new GuestException(
                    Side.GUEST,
                    "cannot run commands in the guest: ssh exited with "
                        + result.exit()
                        + (result.lastLine().isEmpty() ? "" : ": " + result.lastLine()),
                    "use a box whose login shell is a POSIX shell"));
  }

  /**
   * Runs a command there that reads no file and gets no variable.
   *
   * @throws GuestException when the connection was lost
   */
  public CommandResult run(Duration timeout, String... arguments) throws GuestException {
    return run(List.of(arguments), "/tmp", Map.of(), timeout, line -> {});
  }

  /**
   * Runs a command there.
   *
   * @param directory where it runs; created when absent
   * @param listener gets each line of both outputs
   * @return the result; 255 may be an exit code of the command
   * @throws GuestException when the connection was lost
   */
  public CommandResult run(
      List<String> arguments,
      String directory,
      Map<String, String> environment,
      Duration timeout,
      Consumer<String> listener)
      throws GuestException {
    List<String> all = new ArrayList<>(List.of("env"));
    new TreeMap<>(environment).forEach((name, value) -> all.add(name + "=" + value));
    all.addAll(arguments);
    String there = quoted(List.of(directory));
    String line = "mkdir -p " + there + " && cd " + there + " && " + quoted(all);
    return sh(line, timeout, listener);
  }

  /** Runs a line of shell. */
  CommandResult sh(String line, Duration timeout, Consumer<String> listener) throws GuestException {
    Consumer<String> others =
        output -> {
          if (!output.equals(mark)) {
            listener.accept(output);
          }
        };
    return judged(runner.run(command(line).within(timeout), others), line);
  }

  /** Returns the local command that runs a line of shell there. */
  Command command(String line) {
    String marked = line + "; c=$?; [ $c -ne 255 ] || echo " + mark + " >&2; exit $c";
    return Command.of(ssh.toArray(String[]::new))
        .with(quoted(List.of("sh", "-c", marked)))
        .asUsers();
  }

  /** Removes the mark from a result; throws GuestException when ssh itself failed. */
  CommandResult judged(CommandResult result, String line) throws GuestException {
    boolean own = result.errors().contains(mark);
    if (result.exit() == LOST && !own) {
      throw lost(TerminalText.of(result.lastError()), line);
    }
    return new CommandResult(
        result.exit(),
        result.output(),
        result.errors().stream().filter(error -> !error.equals(mark)).toList());
  }

  private GuestException lost(String error, String line) {
    return new GuestException(
        Side.GUEST,
        "the connection to "
            + (guest ? "the guest" : host())
            + " was lost"
            + (error.isEmpty() ? "" : ": " + error),
        guest
            ? "check the guest's memory and disk; the command was: " + shortened(line)
            : "check that `ssh` with the same options stays connected, then rerun twlen");
  }

  /** Returns the host as ssh knows it. */
  public String host() {
    return ssh.get(ssh.size() - 1);
  }

  /** Returns the beginning of the first line of a script. */
  private static String shortened(String script) {
    String first = script.lines().findFirst().orElse("");
    return first.length() < script.length() && first.length() <= LONGEST_SHOWN
        ? first + "..."
        : TerminalText.beginning(first, LONGEST_SHOWN);
  }

  static String quoted(List<String> arguments) {
    return Command.of(arguments.toArray(String[]::new)).shown();
  }

  CommandRunner runner() {
    return runner;
  }
}
