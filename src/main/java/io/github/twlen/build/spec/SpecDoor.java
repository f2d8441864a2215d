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
 * Runs rpm on this host to read or pack a spec. rpm expands its macros, and {@code %(...)} or
 * {@code %{lua:...}} execute code: in a sandbox if the host has one, else only for a verified or
 * trusted package.
 */
public final class SpecDoor implements SpecExpansion.Door {
  private final Optional<SpecSandbox> sandbox;
  private final RunContext context;

  private SpecDoor(Optional<SpecSandbox> sandbox, RunContext context) {
    this.sandbox = sandbox;
    this.context = context;
  }

  /**
   * Finds a sandbox, and reports where macros will run.
   *
   * @param name the package, for messages
   * @param trusted whether the package is verified, or the user trusts it
   * @throws MissingDependencyFailure when its macros must not run on this host
   */
  public static SpecDoor open(RpmTopDir top, String name, boolean trusted, RunContext context) {
    Optional<SpecSandbox> sandbox = SpecSandbox.of(top, context.runner());
    if (sandbox.isPresent()) {
      context.say("  rpm runs the macros of " + name + " in a sandbox without network");
    } else if (trusted) {
      context.say("  rpm runs the macros of " + name + " as you: this host has no sandbox");
    } else {
      throw new MissingDependencyFailure(
          "cannot read the spec of "
              + name
              + ": the package is unverified, and this host has no sandbox for its macros",
          "install bubblewrap; or pass --trust-on-first-use if you trust the package");
    }
    return new SpecDoor(sandbox, context);
  }

  @Override
  public CommandResult run(Command command, Consumer<String> listener) {
    return context.runner().run(sandbox.map(one -> one.around(command)).orElse(command), listener);
  }
}
