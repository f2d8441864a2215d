// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.ExitCode;
import io.github.twlen.TerminalText;
import io.github.twlen.TwlenFailure;
import io.github.twlen.recipe.TimewaitLength;

/** Reports a definition that is missing, ambiguous or not understood, or a broken template. */
public final class PatchFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 120;

  private static final String BY_HAND =
      "edit that header so that it has one line `#define TCP_TIMEWAIT_LEN (60*HZ)`, then rerun";

  private final String reason;

  public PatchFailure(String what, String remedy) {
    this("", what, remedy);
  }

  private PatchFailure(String task, String reason, String remedy) {
    super(ExitCode.PATCH, task + reason, remedy, null);
    this.reason = reason;
  }

  /** Returns a failure to patch the header, with a reason that begins with its name. */
  static PatchFailure ofHeader(String reason, String remedy) {
    return new PatchFailure("cannot patch ", TimewaitLength.HEADER + reason, remedy);
  }

  /** Returns a failure to use a template. */
  static PatchFailure ofTemplate(String name, int line, String why) {
    String remedy = "follow the rules in patches/README.md, or delete your copy of the template";
    return new PatchFailure("cannot use the template ", name + ":" + line + ": " + why, remedy);
  }

  /** Returns a failure at a line of the header, as a compiler reports it: {@code file:line}. */
  static PatchFailure at(SourceLine line, String why, String remedy) {
    String text = TerminalText.line(line.text().replaceAll("\\p{Cntrl}+", " ")).strip();
    String shown = TerminalText.beginning(text, SHOWN);
    return ofHeader(":" + line.number() + ": " + shown + ": " + why, remedy);
  }

  static PatchFailure at(SourceLine line, String why) {
    return at(line, why, BY_HAND);
  }

  /** Returns the place and the reason alone. */
  String reason() {
    return reason;
  }
}
