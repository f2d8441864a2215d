// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

/**
 * One thing that a verdict stands on, and how it came out.
 *
 * @param name what was checked, such as {@code "observed expiry"}
 * @param status how it came out
 * @param detail one line with the numbers; for a check that was not made, why
 */
public record Check(String name, Status status, String detail) {
  /** How a check came out. */
  public enum Status {
    /** It was made and holds. */
    PASS,
    /** It was made and does not hold. */
    FAIL,
    /** It could not be made. Not a pass. */
    NOT_MADE
  }

  /** A check that holds. */
  public static Check pass(String name, String detail) {
    return new Check(name, Status.PASS, detail);
  }

  /** A check that does not hold. */
  public static Check fail(String name, String detail) {
    return new Check(name, Status.FAIL, detail);
  }

  /** A check that could not be made, and why. */
  public static Check notMade(String name, String why) {
    return new Check(name, Status.NOT_MADE, why);
  }
}
