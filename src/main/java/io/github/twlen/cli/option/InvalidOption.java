// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** An option of the user's does not fit; told like every other misuse of the command line. */
public final class InvalidOption extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidOption(String message) {
    super(message);
  }

  /** The same, told for the command that was typed. */
  public RuntimeException inCommand(@Nullable CommandSpec spec) {
    return spec == null
        ? new IllegalStateException(this)
        : new ParameterException(spec.commandLine(), String.valueOf(getMessage()), this);
  }
}
