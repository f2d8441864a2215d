package io.github.twlen.build;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Runs rpmbuild in a build's environment. */
final class RpmCommand {
  /** A full distribution kernel on one slow core; whoever has less patience presses ^C. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private final RpmTop top;
  private final BuildSite site;
  private final BuildEnvironment environment;
  private final Masquerade masquerade;
  private final BuildLog log;
  private final RpmPhase phase;

  /**
   * @param top as it is seen there
   */
  RpmCommand(
      RpmTop top,
      BuildSite site,
      BuildEnvironment environment,
      Masquerade masquerade,
      BuildLog log,
      RpmPhase phase) {
    this.top = top;
    this.site = site;
    this.environment = environment;
    this.masquerade = masquerade;
    this.log = log;
    this.phase = phase;
  }

  /**
   * The words that go on from a prepared tree: since rpm 4.14; before, it is prepared once more.
   */
  List<String> afterPrep(String goal) {
    boolean knows =
        site.run(top.command("rpmbuild", List.of("--help")), line -> {}).output().stream()
            .anyMatch(line -> line.contains("--noprep"));
    return knows ? List.of(goal, "--noprep") : List.of(goal);
  }

  /**
   * Runs it.
   *
   * @param words the first names the stage
   * @param listener handed each line, beside the log
   * @throws BuildNeeds when what the spec requires is not installed
   * @throws BuildFailure with the first real error of the log when it fails otherwise
   */
  void run(List<String> words, Path spec, Consumer<String> listener) {
    Command command =
        top.command("rpmbuild", words).with(top.seen(spec).toString()).within(LONGEST);
    log.note(command.shown());
    CommandResult result = site.run(masquerade.on(command), log.andThen(phase).andThen(listener));
    if (!result.ok()) {
      throw failure(words.get(0), result);
    }
  }

  /** What the spec requires and rpmbuild has missed. */
  static BuildNeeds missing(BuildEnvironment environment, RpmPhase phase) {
    return new BuildNeeds(
        "the spec needs what is not installed ("
            + environment.name()
            + "): "
            + String.join(", ", phase.missing()),
        "install it there (dnf builddep, or yum-builddep, of the source package), or give --in container, with --image where the recipe has no environment",
        null);
  }

  private RuntimeException failure(String stage, CommandResult result) {
    if (!phase.missing().isEmpty()) {
      return missing(environment, phase);
    }
    return new BuildFailure(
        "rpmbuild " + stage + " failed: " + log.firstError().orElseGet(result::lastWords),
        "the whole log is " + log.file(),
        null);
  }
}
