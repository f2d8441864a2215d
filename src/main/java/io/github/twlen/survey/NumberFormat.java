// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.Locale;

/** Numbers in sentences, the same in every locale. */
public final class NumberFormat {
  private static final double KILO = 1000;

  private NumberFormat() {}

  /** A rate as the JSON has it: to a thousandth. */
  public static double thousandths(double number) {
    return Math.rint(number * KILO) / KILO;
  }

  /** Such as {@code 28,232}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A mean or an estimate: a whole one from ten on, else to a tenth. */
  public static String about(double number) {
    return number == Math.rint(number) || number >= 9.95
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.1f", number);
  }

  /** Such as {@code 1 socket} or {@code 28,232 sockets}. */
  public static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Such as {@code 7,200 s}. */
  public static String seconds(long seconds) {
    return number(seconds) + " s";
  }

  /** A length in seconds, without decimals that say nothing: {@code 60 s}, {@code 0.5 s}. */
  public static String seconds(double seconds) {
    return seconds == Math.rint(seconds)
        ? String.format(Locale.ROOT, "%,.0f s", seconds)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** Such as {@code 12%}; what is not nothing is at least 1. */
  public static String percent(double part) {
    double percent = part * 100;
    return percent > 0 && percent < 1
        ? "less than 1%"
        : String.format(Locale.ROOT, "%.0f%%", percent);
  }

  /** A size of memory, in powers of 1000: {@code 512 bytes}, {@code 1.5 MB}. */
  public static String bytes(double bytes) {
    if (bytes < KILO) {
      return String.format(Locale.ROOT, "%.0f bytes", bytes);
    }
    return bytes < KILO * KILO
        ? String.format(Locale.ROOT, "%.1f kB", bytes / KILO)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / KILO / KILO);
  }
}
