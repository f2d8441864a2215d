package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run needs on this host, and the commands that install what is missing.
 *
 * @param all everything that is needed, the optional marked
 */
public record HostNeeds(List<Need> all) {
  /** Nothing. */
  static final HostNeeds NONE = new HostNeeds(List.of());

  /** Copies what it is given. */
  public HostNeeds {
    all = List.copyOf(all);
  }

  /** Both together; what both need stands once. */
  public HostNeeds and(HostNeeds more) {
    Map<String, Need> once = new LinkedHashMap<>();
    Stream.concat(all.stream(), more.all.stream()).forEach(n -> once.putIfAbsent(n.name(), n));
    return new HostNeeds(List.copyOf(once.values()));
  }

  /** What is not there, the optional included. */
  public List<Need> missing() {
    return all.stream().filter(need -> need.found().isEmpty()).toList();
  }

  /**
   * Sees to it that everything needed is there.
   *
   * @param install whether to install what is missing, after saying the very command
   * @throws HostFailure when something needed is missing and was not to be installed, or could not
   *     be
   */
  public void require(boolean install, CommandRunner runner, Progress progress) {
    List<Need> missing = missing();
    if (install) {
      install(runner, progress);
    }
    List<Need> still = missing().stream().filter(need -> !need.optional()).toList();
    if (!still.isEmpty()) {
      throw install
          ? new HostFailure(
              "installing did not bring " + names(still),
              "look at what the package manager said",
              null)
          : lacking(still, "give --install, or run: " + PackageManager.shownHere(missing));
    }
  }

  /**
   * Installs what is missing, the optional included, after saying the very command; does nothing
   * when nothing is missing.
   *
   * @throws HostFailure when the package manager fails, or there is none
   */
  public void install(CommandRunner runner, Progress progress) {
    List<Need> missing = missing();
    if (!missing.isEmpty()) {
      run(installing(missing), runner, progress);
    }
  }

  /**
   * Sees to it that everything needed is there, for a command that installs nothing.
   *
   * @throws HostFailure when something is missing
   */
  public void require() {
    List<Need> missing = missing().stream().filter(need -> !need.optional()).toList();
    if (!missing.isEmpty()) {
      throw lacking(missing, "run: " + PackageManager.shownHere(missing));
    }
  }

  private static HostFailure lacking(List<Need> needs, String remedy) {
    return new HostFailure("this host lacks " + names(needs), remedy, null);
  }

  private static String names(List<Need> needs) {
    return needs.stream().map(Need::name).collect(Collectors.joining(", "));
  }

  private static List<Command> installing(List<Need> needs) {
    return PackageManager.ofHost()
        .orElseThrow(
            () ->
                new HostFailure(
                    "this host has neither apt-get nor dnf",
                    "install by hand: " + names(needs),
                    null))
        .installing(needs);
  }

  /** Runs commands of the package manager, each said before it runs. */
  private static void run(List<Command> commands, CommandRunner runner, Progress progress) {
    for (Command command : commands) {
      progress.say("installing: " + command.shown());
      CommandResult result = runner.run(command, progress::status);
      progress.status("");
      if (!result.ok()) {
        throw new HostFailure(
            command.shown() + " failed: " + result.lastWords(),
            "run it by hand and look at what it says",
            null);
      }
    }
  }
}
