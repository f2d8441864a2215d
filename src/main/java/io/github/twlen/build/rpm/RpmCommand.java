// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.CompilerWrappers;
import io.github.twlen.build.spec.SpecScript;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs rpmbuild in a build's environment. */
final class RpmCommand {
  /** A full distribution kernel on one slow core; whoever has less patience presses ^C. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final int MOST_OPTIONS = 5;

  private final RpmTopDir top;
  private final ActiveEnvironment active;
  private final BuildEnvironment environment;
  private final CompilerWrappers wrappers;
  private final Reports reports;

  /**
   * What is told of a build.
   *
   * @param log has every line
   * @param phase follows its sections
   * @param noise what rpm complains of while it only reads the spec, line by line
   */
  record Reports(BuildLog log, RpmPhase phase, List<String> noise) {
    /** Copies what it is given. */
    Reports {
      noise = List.copyOf(noise);
    }
  }

  /**
   * @param top as it is seen there
   */
  RpmCommand(
      RpmTopDir top,
      ActiveEnvironment active,
      BuildEnvironment environment,
      CompilerWrappers wrappers,
      Reports reports) {
    this.top = top;
    this.active = active;
    this.environment = environment;
    this.wrappers = wrappers;
    this.reports = reports;
  }

  /**
   * The words that go on from a prepared tree: since rpm 4.14; before, it is prepared once more.
   */
  List<String> afterPrep(String goal) {
    boolean knows =
        active.run(top.command("rpmbuild", List.of("--help")), line -> {}).output().stream()
            .anyMatch(line -> line.contains("--noprep"));
    return knows ? List.of(goal, "--noprep") : List.of(goal);
  }

  /**
   * Runs it.
   *
   * @param words the first names the stage
   * @param listener handed each line, beside the log
   * @throws MissingDependencyFailure when what the spec requires is not installed
   * @throws BuildFailure with the first real error of the log when it fails otherwise
   */
  void run(List<String> words, Path spec, Consumer<String> listener) {
    Command command =
        top.command("rpmbuild", words).with(top.seen(spec).toString()).within(LONGEST);
    BuildLog log = reports.log();
    log.note(command.shown());
    SpecScript script = new SpecScript(reports.noise());
    CommandResult result =
        active.run(
            wrappers.on(command), log.andThen(reports.phase()).andThen(script).andThen(listener));
    if (!result.ok()) {
      throw failure(words.get(0), script, result);
    }
  }

  /** What the spec requires and rpmbuild has missed. */
  static MissingDependencyFailure missing(BuildEnvironment environment, RpmPhase phase) {
    return new MissingDependencyFailure(
        "the spec needs what is not installed ("
            + environment.name()
            + "): "
            + String.join(", ", phase.missing()),
        "install it there (dnf builddep, or yum-builddep, of the source package), or give --in"
            + " container, with --image where the recipe has no environment; where packages are not"
            + " RPMs, as on Debian, give --nodeps",
        null);
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
    return new BuildFailure(
        "rpmbuild "
            + stage
            + " failed: "
            + script.reason().or(log::firstError).orElseGet(result::lastLine),
        "the whole log is " + log.file(),
        null);
  }

  /** As el6's and el7's listnewconfig and el8's process_configs.sh refuse one. */
  private static BuildFailure refusal(String file, List<String> options) {
    String more =
        options.size() > MOST_OPTIONS ? " and " + (options.size() - MOST_OPTIONS) + " more" : "";
    return new BuildFailure(
        "the spec refuses "
            + file
            + ": it does not set "
            + options.stream().limit(MOST_OPTIONS).collect(Collectors.joining(", "))
            + more,
        "set them in "
            + file
            + " among the package's sources (`rpm -i`, edit, `rpmbuild -bs`); nothing was compiled",
        null);
  }
}
