// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

/**
 * Something is wrong with a guest, told in two lines as {@link io.github.twlen.TwlenFailure} does.
 * Checked, since it is for the room that uses the guest to say what that means there.
 */
public final class GuestException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Side {
    /** This host lacks something: Vagrant, a provider, a box, disk. */
    HOST,
    /** The guest did not come up, or was lost. */
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

  /** Whose fault it is. */
  public Side side() {
    return side;
  }

  /** What happened and where, one line. */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** What the user can do about it, one line. */
  public String remedy() {
    return remedy;
  }
}
