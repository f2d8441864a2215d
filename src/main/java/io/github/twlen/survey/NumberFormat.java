// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.Locale;

/** Formats numbers with their units, the same in every language. */
public final class NumberFormat {
  private static final double KILO = 1000;

  private NumberFormat() {}

  /** Returns a rate for the JSON: rounded to a thousandth. */
  public static double thousandths(double number) {
    return Math.rint(number * KILO) / KILO;
  }

  /** Returns a mean or an estimate: without decimals if whole or from ten on, else with one. */
  public static String about(double number) {
    boolean whole = number == Math.rint(number) || number >= 9.95;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", number);
  }

  /** Returns a time such as {@code 7,200 s} or {@code 0.5 s}. */
  public static String seconds(double seconds) {
    boolean whole = seconds == Math.rint(seconds);
    return String.format(Locale.ROOT, whole ? "%,.0f s" : "%.1f s", seconds);
  }

  /** Returns a part such as {@code 12%}; a small one that is not 0 is {@code <1%}. */
  public static String percent(double part) {
    double percent = part * 100;
    return percent > 0 && percent < 1 ? "<1%" : String.format(Locale.ROOT, "%.0f%%", percent);
  }

  /** Returns a size in powers of 1000, such as {@code 512 B} or {@code 1.5 MB}. */
  public static String bytes(double bytes) {
    if (bytes < KILO) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    return bytes < KILO * KILO
        ? String.format(Locale.ROOT, "%.1f kB", bytes / KILO)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / KILO / KILO);
  }
}
