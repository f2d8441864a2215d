// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

/**
 * A failure of a guest, in two lines as {@link io.github.twlen.TwlenFailure} has them. Checked,
 * since the caller decides what it means.
 */
public final class GuestException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The cause of the failure. */
  public enum Side {
    /** This host is missing Vagrant, a provider, a box or disk space. */
    HOST,
    /** The guest did not boot, or the connection was lost. */
    GUEST
  }

  private final Side side;
  private final String remedy;

  /** See {@link io.github.twlen.TwlenFailure}. */
  public GuestException(Side side, String what, String remedy) {
    super(what);
    this.side = side;
    this.remedy = remedy;
  }

  public Side side() {
    return side;
  }

  /** Returns what happened and where, one line. */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** Returns the fix, one line. */
  public String remedy() {
    return remedy;
  }
}
