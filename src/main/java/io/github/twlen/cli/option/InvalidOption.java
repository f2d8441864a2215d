// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Reports an option or argument with an invalid value, or two that exclude each other. */
public final class InvalidOption extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  public InvalidOption(String what, String remedy) {
    super(ExitCode.USAGE, what, remedy, null);
  }

  public InvalidOption(String what) {
    this(what, "run the command with --help");
  }

  /** Returns this; it is reported without the command. */
  public RuntimeException inCommand(@Nullable CommandSpec spec) {
    return this;
  }
}
