// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run needs on this host, and the commands that install what is missing.
 *
 * @param all everything that is needed, the optional marked
 */
public record HostRequirements(List<HostRequirement> all) {
  private static final String NO_MANAGER = "this host has neither apt-get nor dnf";

  /** Nothing. */
  static final HostRequirements NONE = new HostRequirements(List.of());

  /** Copies what it is given. */
  public HostRequirements {
    all = List.copyOf(all);
  }

  /** Both together; what both need stands once. */
  public HostRequirements and(HostRequirements more) {
    Map<String, HostRequirement> once = new LinkedHashMap<>();
    Stream.concat(all.stream(), more.all.stream()).forEach(n -> once.putIfAbsent(n.name(), n));
    return new HostRequirements(List.copyOf(once.values()));
  }

  private List<HostRequirement> missing(boolean optional) {
    return all.stream()
        .filter(need -> need.optional() == optional && need.found().isEmpty())
        .toList();
  }

  /**
   * Sees to it that everything needed is there.
   *
   * @param install whether to install what is missing, after saying the very command
   * @throws MissingDependencyFailure when something needed is missing and was not to be installed,
   *     or could not be
   */
  public void require(boolean install, RunContext context) {
    if (install) {
      install(context);
    }
    List<HostRequirement> still = missing(false);
    if (!still.isEmpty()) {
      throw install
          ? new MissingDependencyFailure(
              "installing did not bring " + names(still),
              "look at what the package manager said",
              null)
          : lacking(still, "give --install, or run: " + PackageManager.shownHere(still));
    }
  }

  /**
   * Installs what is missing, after saying the very commands; does nothing when nothing is missing.
   * First what is needed, and then what only helps: one package that a repository does not know, as
   * ccache is on el9 without EPEL, keeps a package manager from installing all others with it.
   *
   * @throws MissingDependencyFailure when the package manager fails to install what is needed, or
   *     there is none
   */
  public void install(RunContext context) {
    List<HostRequirement> needed = missing(false);
    List<Command> first = needed.isEmpty() ? List.of() : manager(needed).installing(needed);
    for (Command command : first) {
      fault(command, context)
          .ifPresent(
              fault -> {
                throw new MissingDependencyFailure(
                    fault, "run it by hand and look at what it says", null);
              });
    }
    List<HostRequirement> helpful = missing(true);
    if (!helpful.isEmpty()) {
      help(helpful, first, context)
          .ifPresent(
              fault ->
                  context.say("not installed, and only of help: " + names(helpful) + ": " + fault));
    }
  }

  /** Tells why it could not be installed, if so; apt's lists are not got twice. */
  private static Optional<String> help(
      List<HostRequirement> helpful, List<Command> ran, RunContext context) {
    Optional<PackageManager> manager = PackageManager.ofHost();
    if (manager.isEmpty()) {
      return Optional.of(NO_MANAGER);
    }
    return manager.get().installing(helpful).stream()
        .filter(command -> !ran.contains(command))
        .flatMap(command -> fault(command, context).stream())
        .findFirst();
  }

  /**
   * Sees to it that everything needed is there, for a command that installs nothing.
   *
   * @throws MissingDependencyFailure when something is missing
   */
  public void require() {
    List<HostRequirement> missing = missing(false);
    if (!missing.isEmpty()) {
      throw lacking(missing, "run: " + PackageManager.shownHere(missing));
    }
  }

  private static MissingDependencyFailure lacking(List<HostRequirement> needs, String remedy) {
    return new MissingDependencyFailure("this host lacks " + names(needs), remedy, null);
  }

  private static String names(List<HostRequirement> needs) {
    return needs.stream().map(HostRequirement::name).collect(Collectors.joining(", "));
  }

  private static PackageManager manager(List<HostRequirement> needs) {
    return PackageManager.ofHost()
        .orElseThrow(
            () ->
                new MissingDependencyFailure(NO_MANAGER, "install by hand: " + names(needs), null));
  }

  /** Says a command of the package manager, runs it, and tells how it failed, if it did. */
  private static Optional<String> fault(Command command, RunContext context) {
    context.say("installing: " + command.shown());
    CommandResult result = context.runner().run(command, context.progress()::status);
    context.status("");
    return result.ok()
        ? Optional.empty()
        : Optional.of(command.shown() + " failed: " + result.lastLine());
  }
}
