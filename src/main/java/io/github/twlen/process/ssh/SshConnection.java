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
 * The way into a machine by ssh. There every command goes through the user's shell, so each word is
 * quoted for it. That ssh itself failed, and not the command, is told by the command's own shell:
 * it leaves a mark when it was the command that ended with ssh's 255.
 */
public final class SshConnection {
  /** What ssh ends with when it is the connection that failed. */
  private static final int LOST = 255;

  private static final Duration SHORT = Duration.ofMinutes(2);

  private static final List<String> OPTIONS =
      List.of(
          "BatchMode=yes",
          "ConnectTimeout=30",
          // A guest that compiles on an emulated processor may be slow to answer, but not for ever.
          "ServerAliveInterval=15",
          "ServerAliveCountMax=12",
          // Vagrant's own configuration silences ssh altogether.
          "LogLevel=ERROR",
          // The sshd of CentOS 6 has no other; to newer ones it makes no difference.
          "HostKeyAlgorithms=+ssh-rsa",
          "PubkeyAcceptedKeyTypes=+ssh-rsa");

  private final List<String> ssh;
  private final CommandRunner runner;
  private final boolean guest;
  private final String mark = "@twlen-" + UUID.randomUUID();

  /**
   * The way into a host of the user's.
   *
   * @param ssh the program and its arguments, the host being the last, such as {@code ssh -F FILE
   *     NAME}; options that it names itself win over those that are added
   */
  public SshConnection(List<String> ssh, CommandRunner runner) {
    this(ssh, runner, false);
  }

  /** The same into a guest that twlen made; a failure tells what was to run in it. */
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

  /**
   * The words by which ssh reaches a host.
   *
   * @param options of ssh's, such as {@code Port=2222}
   */
  public static List<String> words(String host, List<String> options) {
    List<String> words = with(List.of("ssh"), options);
    words.add(host);
    return words;
  }

  /** The words, and each option behind a {@code -o}. */
  public static List<String> with(List<String> words, List<String> options) {
    List<String> all = new ArrayList<>(words);
    options.forEach(option -> all.addAll(List.of("-o", option)));
    return all;
  }

  /**
   * Sees to it that commands really run in the machine.
   *
   * @return its {@code uname -r}
   * @throws GuestException when they do not
   */
  public String prove() throws GuestException {
    String said = "@twlen-here-" + UUID.randomUUID();
    CommandResult result = sh("echo " + said + " $(uname -r)", SHORT, line -> {});
    return result.output().stream()
        .filter(line -> line.startsWith(said + " "))
        .map(line -> line.substring(said.length() + 1))
        .findFirst()
        .orElseThrow(
            () ->
                new GuestException(
                    Side.GUEST,
                    "ssh into the guest ended with "
                        + result.exit()
                        + " and ran nothing there"
                        + (result.lastLine().isEmpty() ? "" : ": " + result.lastLine()),
                    "this is no shell that can be worked with; try another box"));
  }

  /**
   * Runs a command to its end.
   *
   * @param words the program and its arguments
   * @param folder where it runs; made when it is not there
   * @param environment variables that it gets
   * @param listener handed each line of both streams as it comes
   * @return what became of it; 255 is its own exit code too
   * @throws GuestException when the connection was lost
   */
  public CommandResult run(
      List<String> words,
      String folder,
      Map<String, String> environment,
      Duration timeout,
      Consumer<String> listener)
      throws GuestException {
    List<String> all = new ArrayList<>(List.of("env"));
    new TreeMap<>(environment).forEach((name, value) -> all.add(name + "=" + value));
    all.addAll(words);
    String there = quoted(List.of(folder));
    String line = "mkdir -p " + there + " && cd " + there + " && " + quoted(all);
    return sh(line, timeout, listener);
  }

  /** Runs a line of shell; whoever calls has quoted what is no shell. */
  CommandResult sh(String line, Duration timeout, Consumer<String> listener) throws GuestException {
    Consumer<String> others =
        heard -> {
          if (!heard.equals(mark)) {
            listener.accept(heard);
          }
        };
    return judged(runner.run(command(line).within(timeout), others), line);
  }

  /** The command here that runs a line of shell there. */
  Command command(String line) {
    String marked = line + "; c=$?; [ $c -ne 255 ] || echo " + mark + " >&2; exit $c";
    return Command.of(ssh.toArray(String[]::new))
        .with(quoted(List.of("sh", "-c", marked)))
        .asUsers();
  }

  /**
   * What became of a command there, without our mark.
   *
   * @throws GuestException when it was ssh that failed
   */
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
            ? "it may have crashed or run out of memory or disk; it was to run: " + shortened(line)
            : "see that `ssh` with the same options stays connected, then run it again");
  }

  /** As ssh knows the machine. */
  public String host() {
    return ssh.get(ssh.size() - 1);
  }

  /** A script has many lines; an error has not. */
  private static String shortened(String line) {
    String first = line.lines().findFirst().orElse("");
    boolean whole = first.length() == line.length() && first.length() <= 200;
    return whole ? first : first.substring(0, Math.min(200, first.length())) + "...";
  }

  /** Words as a shell reads them. */
  static String quoted(List<String> words) {
    return Command.of(words.toArray(String[]::new)).shown();
  }

  CommandRunner runner() {
    return runner;
  }
}
