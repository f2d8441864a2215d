// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way to rpm on this host for a spec that is only to be read or packed. rpm expands its macros,
 * and {@code %(...)} or {@code %{lua:...}} run what they say: in a sandbox where the host has one;
 * without one, only for a package that something proves or that the user trusts.
 */
public final class SpecDoor implements SpecExpansion.Door {
  private final Optional<SpecSandbox> sandbox;
  private final RunContext context;

  private SpecDoor(Optional<SpecSandbox> sandbox, RunContext context) {
    this.sandbox = sandbox;
    this.context = context;
  }

  /**
   * Opens it, after saying what will run.
   *
   * @param top holds the spec and its sources
   * @param name of the package
   * @param trusted whether something proves the package, or the user takes it without
   * @throws MissingDependencyFailure when its macros must not run on this host
   */
  public static SpecDoor open(RpmTopDir top, String name, boolean trusted, RunContext context) {
    Optional<SpecSandbox> sandbox = SpecSandbox.of(top, context.runner());
    if (sandbox.isPresent()) {
      context.say("  rpm runs the macros of " + name + ", in a sandbox without network");
    } else if (trusted) {
      context.say("  rpm runs the macros of " + name + " as you: this host has no sandbox");
    } else {
      throw new MissingDependencyFailure(
          "cannot let rpm read the spec of "
              + name
              + ": its macros would run as you, nothing proves it, and this host has no sandbox",
          "install bubblewrap; or pass --trust-on-first-use if you trust the package",
          null);
    }
    return new SpecDoor(sandbox, context);
  }

  @Override
  public CommandResult run(Command command, Consumer<String> listener) {
    return context.runner().run(sandbox.map(one -> one.around(command)).orElse(command), listener);
  }
}
