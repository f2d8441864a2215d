// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.CompilerWrappers;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs rpmbuild in a build environment.
 *
 * @param top as the environment sees it
 */
record RpmCommand(
    RpmTopDir top,
    ActiveEnvironment active,
    BuildEnvironment environment,
    CompilerWrappers wrappers,
    Reports reports) {
  /** A distribution kernel on one slow core takes most of this. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final int MOST_OPTIONS = 5;

  /**
   * Receivers of rpmbuild's output.
   *
   * @param noise warnings that rpm prints while it reads the spec
   */
  record Reports(BuildLog log, RpmPhase phase, List<String> noise) {}

  /** Returns the arguments for a prepared tree; rpm before 4.14 prepares it again. */
  List<String> afterPrep(String goal) {
    boolean knows =
        active.run(top.command("rpmbuild", List.of("--help")), line -> {}).output().stream()
            .anyMatch(line -> line.contains("--noprep"));
    return knows ? List.of(goal, "--noprep") : List.of(goal);
  }

  /**
   * Runs rpmbuild.
   *
   * @param arguments the first is the stage
   * @throws MissingDependencyFailure when a build dependency is missing
   * @throws BuildFailure with the first error of the log when rpmbuild fails for another reason
   */
  void run(List<String> arguments, Path spec, Consumer<String> listener) {
    Command command =
        top.command("rpmbuild", arguments).with(top.seen(spec).toString()).within(LONGEST);
    BuildLog log = reports.log();
    log.note(command.shown());
    SpecScript script = new SpecScript(reports.noise());
    CommandResult result =
        active.run(
            wrappers.on(command), log.andThen(reports.phase()).andThen(script).andThen(listener));
    if (!result.ok()) {
      throw failure(arguments.get(0), script, result);
    }
  }

  /** Reports the build dependencies that rpmbuild has missed. */
  static MissingDependencyFailure missing(BuildEnvironment environment, RpmPhase phase) {
    String names = String.join(", ", phase.missing());
    return new MissingDependencyFailure(
        "missing build dependencies (" + environment.name() + "): " + names,
        "install them there (dnf builddep, or yum-builddep, of the source package); or pass --in"
            + " container, with --image where the recipe has no environment; or pass --nodeps on a"
            + " system without RPM packages, such as Debian");
  }

  private RuntimeException failure(String stage, SpecScript script, CommandResult result) {
    if (!reports.phase().missing().isEmpty()) {
      return missing(environment, reports.phase());
    }
    List<String> refused = script.refusedOptions();
    if (!refused.isEmpty()) {
      return refusal(script.configFile().orElse("its configuration"), refused);
    }
    BuildLog log = reports.log();
    String reason = script.reason().or(log::firstError).orElseGet(result::lastLine);
    return new BuildFailure(
        "rpmbuild " + stage + " failed: " + reason,
        "correct this error, then rerun; the log is " + log.file());
  }

  /** Reports what listnewconfig of el6 and el7, or process_configs.sh of el8, refused. */
  private static BuildFailure refusal(String file, List<String> options) {
    int more = options.size() - MOST_OPTIONS;
    String names = options.stream().limit(MOST_OPTIONS).collect(Collectors.joining(", "));
    return new BuildFailure(
        "the spec refuses "
            + file
            + ": it does not set "
            + names
            + (more > 0 ? " and " + more + " more" : ""),
        "set them in "
            + file
            + " in the package's sources (`rpm -i`, edit, `rpmbuild -bs`); nothing was compiled");
  }
}
