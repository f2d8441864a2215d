// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;

/** The patch does not fit: the definition is missing, ambiguous, or holds something unexpected. */
public final class PatchFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 120;

  /** See {@link TwlenFailure}. */
  public PatchFailure(String what, String remedy) {
    super(ExitCode.PATCH, what, remedy, null);
  }

  /** Shows the line of the header that is the reason, as a compiler would: {@code file:line}. */
  static PatchFailure at(SourceLine line, String why, String remedy) {
    return new PatchFailure(
        TimewaitDefinition.HEADER + ":" + line.number() + ": " + shown(line.text()) + ": " + why,
        remedy);
  }

  /** A foreign file must not be able to steer the terminal, so no control character passes. */
  private static String shown(String text) {
    String plain = text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]+", " ").strip();
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }
}
