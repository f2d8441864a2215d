// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.OptionalLong;

/** Reads whole numbers from servers, tools and files. */
public final class Digits {
  /** All numbers of this many digits fit a long. */
  private static final int MOST = 18;

  private Digits() {}

  /** Returns a number of 1 to 18 ASCII digits; empty for any other text. */
  public static OptionalLong number(String text) {
    return text.matches("[0-9]{1," + MOST + "}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
