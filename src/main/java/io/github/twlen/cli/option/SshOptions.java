// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A machine that ssh reaches. */
public final class SshOptions {
  @Option(
      names = "--ssh",
      paramLabel = "HOST",
      description =
          "Do it there: user@host, or an alias of your ssh. No question is ever asked. Default:"
              + " here.")
  private @Nullable String host;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPT",
      description = "Passed to ssh with -o, such as Port=2222 or IdentityFile=FILE. Repeatable.")
  private List<String> options = new ArrayList<>();

  /**
   * The machine; empty for this one.
   *
   * @throws InvalidOption when it can be none
   */
  public Optional<String> host() {
    if (host == null && !options.isEmpty()) {
      throw new InvalidOption("--ssh-option needs --ssh HOST");
    }
    // ssh would take it for an option of its own.
    if (host != null && (host.isBlank() || host.startsWith("-"))) {
      throw new InvalidOption("--ssh wants a host such as user@host, not '" + host + "'");
    }
    return Optional.ofNullable(host);
  }

  /** What is passed to ssh with {@code -o}. */
  public List<String> options() {
    return List.copyOf(options);
  }
}
