// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import picocli.CommandLine.Option;

/** The help option of every command. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
