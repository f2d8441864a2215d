// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.Shutdown;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs make in a cached work tree, always with the same variables: kbuild recompiles every file
 * whose command line changed.
 *
 * @param variables for make's command line
 * @param environment those of the launcher
 */
public record Make(
    BuildTree tree,
    ActiveEnvironment active,
    BuildLog log,
    List<String> variables,
    Map<String, String> environment) {
  /** Enough for a full distribution configuration on one slow core. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);

  public Make {
    variables = List.copyOf(variables);
    environment = new TreeMap<>(environment);
    environment.put("LC_ALL", "C");
    environment.put("HOME", active.shown(Workspace.folder(tree.root().resolve("home"))).toString());
    environment.put("TMPDIR", active.shown(tree.tmp()).toString());
  }

  /**
   * Returns variables for the command line, each as {@code NAME=VALUE}. None depends on the clock
   * or the host's name, so the same source gives the same kernel.
   */
  static List<String> variables(BuildTree tree, MakeBuild.Request request, Launcher launcher) {
    Architecture architecture = request.config().architecture();
    String prefix = architecture.toolPrefix();
    List<String> variables =
        new ArrayList<>(
            List.of(
                "ARCH=" + architecture.make().arch(),
                "LOCALVERSION=" + request.localVersion(),
                "KBUILD_BUILD_USER=twlen",
                "KBUILD_BUILD_HOST=twlen",
                "KBUILD_BUILD_VERSION=1",
                "KBUILD_BUILD_TIMESTAMP=" + timestamp(tree)));
    if (!prefix.isEmpty()) {
      variables.add("CROSS_COMPILE=" + prefix);
    }
    variables.addAll(launcher.makeVariables(prefix));
    if (request.packageTargets().contains("bindeb-pkg")) {
      // twlen has already checked the build dependencies that this configuration needs.
      variables.add("DPKG_FLAGS=-d");
    }
    return variables;
  }

  /** Returns the source's own date, which the tarball holds and unpacking keeps. */
  private static String timestamp(BuildTree tree) {
    try {
      return DATE.format(
          Files.getLastModifiedTime(tree.linux().resolve("Makefile"))
              .toInstant()
              .atZone(ZoneOffset.UTC));
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot build " + tree.linux() + ": no Makefile",
          "pass the top directory of a kernel tree",
          e);
    }
  }

  /** Runs targets; fails with the first error of the log. */
  public void run(String... arguments) {
    CommandResult result = execute(List.of(arguments));
    if (!result.ok()) {
      String last = result.lastLine().isEmpty() ? "no message" : result.lastLine();
      throw failure(String.join(" ", arguments), log.firstError().orElse(last));
    }
  }

  /** Returns the last line that a target prints, such as {@code kernelrelease}. */
  String ask(String target) {
    CommandResult result = execute(List.of("-s", target));
    List<String> lines = result.output().stream().filter(l -> !l.isBlank()).toList();
    if (!result.ok() || lines.isEmpty()) {
      throw failure(target, result.lastLine());
    }
    return lines.get(lines.size() - 1).strip();
  }

  private BuildFailure failure(String arguments, String error) {
    return new BuildFailure(
        "make " + arguments + " failed: " + error,
        "correct this error and rerun; the full log is " + log.file());
  }

  private CommandResult execute(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("make"));
    argv.addAll(variables);
    argv.addAll(arguments);
    Command command = new Command(argv, tree.linux(), environment, LONGEST, false);
    log.note(command.shown());
    AtomicFile.write(tree.marker(), "make is running here\n");
    CommandResult result = active.run(command, log);
    if (!result.bySignal() && !Shutdown.begun()) {
      Workspace.remove(tree.marker()); // make has deleted its incomplete files.
    }
    return result;
  }
}
