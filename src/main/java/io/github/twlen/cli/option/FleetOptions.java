// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a survey of hosts over ssh, some at once. */
public final class FleetOptions {
  private static final int MOST_PARALLEL = 256;
  private static final int LONGEST_SECONDS = 86_400;
  private static final Duration OF_MANY = Duration.ofSeconds(60);

  @Mixin private HostsOptions hosts = new HostsOptions();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "32",
      description = "Number of hosts to survey at once. Default: ${DEFAULT-VALUE}.")
  private int parallel;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Time limit for each host. Default: 60; 900 for a single host.")
  private @Nullable Integer timeout;

  /**
   * Returns the hosts, each once; empty for this host.
   *
   * @throws InvalidOption when one is not valid, or an option has no use
   */
  public List<String> hosts() {
    List<String> all = hosts.hosts();
    if (all.isEmpty() && timeout != null) {
      throw new InvalidOption("cannot use --timeout without --ssh", "add --ssh HOST");
    }
    parallel();
    return all;
  }

  /** Returns whether many hosts are meant, so that the answer is a list. */
  public boolean isFleet() {
    return hosts.areMany();
  }

  /** Returns the values for {@code ssh -o}. */
  public List<String> options() {
    return hosts.options();
  }

  /** Returns how many hosts to survey at once. */
  public int parallel() {
    return inRange("--parallel", parallel, MOST_PARALLEL);
  }

  /**
   * Returns the time limit of each host.
   *
   * @param ofOne the default for a single host
   */
  public Duration timeout(Duration ofOne) {
    if (timeout == null) {
      return isFleet() ? OF_MANY : ofOne;
    }
    return Duration.ofSeconds(inRange("--timeout", timeout, LONGEST_SECONDS));
  }

  private static int inRange(String option, int number, int most) {
    if (number < 1 || number > most) {
      throw new InvalidOption(
          "cannot use " + option + " " + number + ": out of range",
          "pass a number from 1 to " + most);
    }
    return number;
  }
}
