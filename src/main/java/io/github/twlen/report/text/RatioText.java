// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import java.util.Locale;

/** How much one number is of another, in words. */
final class RatioText {
  /** Beyond this a share reads better in per cent, or as a factor with a decimal. */
  private static final String[] SHARES = {
    "half",
    "a third",
    "a quarter",
    "a fifth",
    "a sixth",
    "a seventh",
    "an eighth",
    "a ninth",
    "a tenth"
  };

  private static final String[] TIMES = {
    "twice",
    "three times",
    "four times",
    "five times",
    "six times",
    "seven times",
    "eight times",
    "nine times",
    "ten times"
  };

  /** How near a ratio must be to a whole number to be called by its name. */
  private static final double NEAR = 0.03;

  private RatioText() {}

  /** How much there is now of what there was before: {@code a quarter}, {@code twice as many}. */
  static String of(double now, double before) {
    double ratio = now / before;
    if (Math.abs(ratio - 1) < NEAR) {
      return "as many";
    }
    double factor = ratio < 1 ? 1 / ratio : ratio;
    long whole = Math.round(factor);
    boolean named = whole >= 2 && whole <= 10 && Math.abs(factor - whole) / whole < NEAR;
    if (ratio < 1) {
      return named ? SHARES[(int) whole - 2] : percent(ratio);
    }
    return named ? TIMES[(int) whole - 2] + " as many" : factor(ratio) + " times as many";
  }

  /**
   * The same before a noun: {@code a quarter of the}. By Little's law a population is the rate
   * times the lifetime, so this of lifetimes is that of sockets.
   */
  static String ofThe(double now, double before) {
    String share = of(now, before);
    return share.endsWith("as many") ? share : share + " of the";
  }

  private static String factor(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%,.0f", ratio);
  }

  private static String percent(double ratio) {
    return ratio < 0.01 ? "less than 1 %" : Math.round(ratio * 100) + " %";
  }
}
