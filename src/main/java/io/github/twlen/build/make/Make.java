// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.Shutdown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs make in a kept tree, always with the same variables: kbuild compiles anew whatever a changed
 * command line asks for.
 */
public final class Make {
  /** A full distribution configuration on one slow core; whoever has less patience presses ^C. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private final BuildTree tree;
  private final ActiveEnvironment active;
  private final BuildLog log;
  private final List<String> variables;
  private final Map<String, String> environment;

  /**
   * @param variables given to make on its command line
   * @param launching what the launcher reads from the environment
   */
  Make(
      BuildTree tree,
      ActiveEnvironment active,
      BuildLog log,
      List<String> variables,
      Map<String, String> launching) {
    this.tree = tree;
    this.active = active;
    this.log = log;
    this.variables = List.copyOf(variables);
    this.environment = environment(launching);
  }

  private Map<String, String> environment(Map<String, String> launching) {
    Map<String, String> all = new TreeMap<>(launching);
    all.put("LC_ALL", "C");
    all.put("HOME", shown(tree.home()));
    all.put("TMPDIR", shown(tree.tmp()));
    return all;
  }

  /**
   * Runs targets.
   *
   * @throws BuildFailure with the first real error of the log when make fails
   */
  public void run(String... arguments) {
    CommandResult result = execute(List.of(arguments));
    if (!result.ok()) {
      String why =
          log.firstError()
              .orElseGet(() -> result.lastLine().isEmpty() ? "no message" : result.lastLine());
      throw new BuildFailure(
          "make " + String.join(" ", arguments) + " failed: " + why,
          "the whole log is " + log.file(),
          null);
    }
  }

  /** What a target prints, such as {@code kernelrelease}: its last line. */
  String ask(String target) {
    CommandResult result = execute(List.of("-s", target));
    List<String> lines = result.output().stream().filter(l -> !l.isBlank()).toList();
    if (!result.ok() || lines.isEmpty()) {
      throw new BuildFailure(
          "make " + target + " failed: " + result.lastLine(),
          "the whole log is " + log.file(),
          null);
    }
    return lines.get(lines.size() - 1).strip();
  }

  /** What the tree's makefiles wrote, where they wrote it. */
  public void bring(String pattern) {
    active.bring(pattern);
  }

  /** What this side wrote. */
  public void send(Path inside) {
    active.send(inside);
  }

  private CommandResult execute(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("make"));
    argv.addAll(variables);
    argv.addAll(arguments);
    Command command = new Command(argv, tree.linux(), environment, LONGEST, false);
    log.note(command.shown());
    tree.mark();
    CommandResult result = active.run(command, log);
    if (!result.bySignal() && !Shutdown.begun()) {
      tree.unmark();
    }
    return result;
  }

  /** Returns the path under which make sees a file of the work. */
  public String shown(Path inside) {
    return active.shown(inside).toString();
  }
}
