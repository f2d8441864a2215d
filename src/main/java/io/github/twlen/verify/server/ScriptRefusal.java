// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

/** A refusal of the install script. Checked, since the caller decides what it means. */
public final class ScriptRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fix;

  ScriptRefusal(String reason, String fix) {
    super(reason);
    this.fix = fix;
  }

  /** Returns the reason, one line. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Returns the fix, one line; empty if the script has none. */
  public String fix() {
    return fix;
  }
}
