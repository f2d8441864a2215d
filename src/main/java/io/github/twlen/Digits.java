// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.OptionalLong;

/** Whole numbers as servers, tools and files write them. */
public final class Digits {
  /** All numbers of so many digits fit a long. */
  private static final int MOST = 18;

  private Digits() {}

  /** Returns the number that a text is; empty when it is none from 0 to 18 digits of 9. */
  public static OptionalLong number(String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MOST
            && text.chars().allMatch(one -> one >= '0' && one <= '9');
    return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
