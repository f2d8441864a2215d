// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import java.util.Locale;

/** Prints numbers for people, the same in every language. */
public final class Numbers {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final double MOST_DIGITS = 1e12;

  private Numbers() {}

  /** Returns a measured time with its unit, see {@link #bare}. */
  public static String seconds(double seconds) {
    return bare(seconds) + " s";
  }

  /** Returns a measured time to three significant digits, or whole seconds from 100 s on. */
  public static String bare(double seconds) {
    String form = seconds < 9.995 ? "%.2f" : seconds < 99.95 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, seconds);
  }

  /** Returns a measured time to a hundredth of a second, the resolution of the kernel's timers. */
  public static String exact(double seconds) {
    return String.format(Locale.ROOT, "%,.2f", seconds);
  }

  /** Returns a sentence in which no line breaks between a number and its unit. */
  public static String glued(String sentence) {
    return sentence.replaceAll("(?<=\\d) (?=(s|min|h)\\b)", "\u00a0");
  }

  /** Returns a size in powers of 1000, such as {@code 11.9 MB}. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 999.95 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }

  /** Returns a mean of counts as a whole number with thousands separators. */
  public static String count(double mean) {
    return mean < MOST_DIGITS
        ? String.format(Locale.ROOT, "%,d", Math.round(mean))
        : String.format(Locale.ROOT, "%.1e", mean);
  }

  /** Returns a mean of counts as a value of a message, which chooses singular or plural by it. */
  public static Object countValue(double mean) {
    return mean < MOST_DIGITS ? (Object) Math.round(mean) : count(mean);
  }

  /** Returns a rate: whole, or to a tenth below 100. */
  public static String rate(double perSecond) {
    double tenths = Math.round(perSecond * 10) / 10.0;
    return perSecond >= 99.95 || tenths == Math.rint(tenths)
        ? count(perSecond)
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }
}
