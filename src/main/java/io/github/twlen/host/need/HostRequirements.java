// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.RequiredTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requirements of a run on this host. */
public record HostRequirements(List<HostRequirement> all) {
  private static final String NO_MANAGER = "this host has neither apt-get nor dnf";

  /** Returns the requirements of some steps of {@link RequiredTool}. */
  static HostRequirements of(String... steps) {
    return of(RequiredTool.of(steps));
  }

  static HostRequirements of(List<RequiredTool> tools) {
    List<HostRequirement> all = tools.stream().map(HostRequirement::of).toList();
    return new HostRequirements(List.of()).and(new HostRequirements(all));
  }

  /** Returns both, the first of each name only. */
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
   * Requires everything that is not optional.
   *
   * @param install whether to install what is missing
   * @throws MissingDependencyFailure when something is still missing
   */
  public void require(boolean install, RunContext context) {
    if (install) {
      install(context);
    }
    require(install ? "run by hand: " : "pass --install, or run: ");
  }

  /**
   * Requires everything that is not optional, for a command that installs nothing.
   *
   * @throws MissingDependencyFailure when something is missing
   */
  public void require() {
    require("run: ");
  }

  private void require(String advice) {
    List<HostRequirement> missing = missing(false);
    if (!missing.isEmpty()) {
      throw new MissingDependencyFailure(
          "missing on this host: " + names(missing), advice + PackageManager.shownHere(missing));
    }
  }

  /**
   * Installs what is missing, and prints each command before it runs. Optional packages come
   * second: an unknown one, as ccache on el9 without EPEL, makes a package manager install nothing.
   *
   * @throws MissingDependencyFailure when a required package cannot be installed
   */
  public void install(RunContext context) {
    List<HostRequirement> required = missing(false);
    Optional<PackageManager> manager = PackageManager.ofHost();
    if (!required.isEmpty() && manager.isEmpty()) {
      throw new MissingDependencyFailure(NO_MANAGER, "install by hand: " + names(required));
    }
    List<Command> commands = manager.map(one -> one.installing(required)).orElse(List.of());
    for (Command command : commands) {
      Optional<String> fault = fault(command, context);
      if (fault.isPresent()) {
        throw new MissingDependencyFailure(fault.get(), "install " + names(required) + " by hand");
      }
    }
    List<HostRequirement> optional = missing(true);
    if (!optional.isEmpty()) {
      // apt's lists are not updated twice.
      Optional<String> fault =
          manager.isEmpty()
              ? Optional.of(NO_MANAGER)
              : manager.get().installing(optional).stream()
                  .filter(command -> !commands.contains(command))
                  .flatMap(command -> fault(command, context).stream())
                  .findFirst();
      fault.ifPresent(
          why -> context.say("optional, not installed: " + names(optional) + ": " + why));
    }
  }

  private static String names(List<HostRequirement> needs) {
    return needs.stream().map(HostRequirement::name).collect(Collectors.joining(", "));
  }

  /** Runs a command of the package manager and returns how it failed, if it did. */
  private static Optional<String> fault(Command command, RunContext context) {
    context.say("installing: " + command.shown());
    CommandResult result = context.runner().run(command, context.progress()::status);
    context.status("");
    return result.ok()
        ? Optional.empty()
        : Optional.of(command.shown() + " failed: " + result.lastLine());
  }
}
