// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.TerminalText;
import io.github.twlen.process.ssh.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a host that is reached over ssh. */
public final class SshOptions {
  @Option(
      names = "--ssh",
      paramLabel = "HOST",
      description = "Run on HOST over ssh (key login only). Default: this host.")
  private @Nullable String host;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPT",
      description = "Pass -o OPT to ssh, such as Port=2222 or IdentityFile=FILE. Repeatable.")
  private List<String> options = new ArrayList<>();

  /**
   * Returns the host; empty for this one.
   *
   * @throws InvalidOption when it is not valid
   */
  public Optional<String> host() {
    if (host == null && !options.isEmpty()) {
      throw new InvalidOption("cannot use --ssh-option without --ssh", "add --ssh HOST");
    }
    if (host != null && !HostName.isValid(host)) {
      throw new InvalidOption(
          "cannot use --ssh '" + TerminalText.line(host) + "': not a host",
          "pass user@host or an alias of ssh");
    }
    return Optional.ofNullable(host);
  }

  /** Returns the values for {@code ssh -o}. */
  public List<String> options() {
    return List.copyOf(options);
  }
}
