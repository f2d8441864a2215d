// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.report.Measurement;
import java.util.Locale;

/** Numbers as a person reads them, the same in every locale. */
public final class Numbers {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Numbers() {}

  /**
   * A measured time with its unit, to three digits that mean something: a hundredth below 10 s, a
   * tenth below 100 s, else whole seconds.
   */
  public static String seconds(double seconds) {
    return bare(seconds) + " s";
  }

  /** A measured time as evidence, to a hundredth: the kernel shows its timers no finer. */
  public static String exact(double seconds) {
    return String.format(Locale.ROOT, "%,.2f s", seconds);
  }

  /** The shortest and the longest of them. */
  public static String exact(Measurement.Lifetime lifetime) {
    return exact(lifetime.minSeconds(), lifetime.maxSeconds());
  }

  /** The least and the most that is allowed. */
  public static String exact(Measurement.Expected expected) {
    return exact(expected.earliestSeconds(), expected.latestSeconds());
  }

  private static String exact(double from, double to) {
    return String.format(Locale.ROOT, "%,.2f to %,.2f s", from, to);
  }

  /** A sentence in which no line breaks between a number and its unit. */
  public static String glued(String sentence) {
    return sentence.replaceAll("(?<=\\d) (?=(s|min|h)\\b)", "\u00a0");
  }

  /** {@link #seconds} without the unit. */
  public static String bare(double seconds) {
    String form = seconds < 9.995 ? "%.2f" : seconds < 99.95 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, seconds);
  }

  /** How long a stage or a run took: {@code 0.4 s}, {@code 35 s}, {@code 4 min 35 s}. */
  public static String took(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** A size, in powers of 1000: {@code 512 bytes}, {@code 11.9 MB}. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 999.95 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + (bytes == 1 ? " byte" : " bytes")
        : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }

  /** A count with its thousands set apart. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A mean of counts, to a whole one; what no counter here can reach, by its size only. */
  public static String count(double mean) {
    return mean < 1e12 ? count(Math.round(mean)) : String.format(Locale.ROOT, "%.1e", mean);
  }

  /** A number with what it counts: {@code 1 socket}, {@code 303 sockets}. */
  public static String many(String number, String noun) {
    return number + " " + noun + (number.equals("1") ? "" : "s");
  }

  /** How many there were a second: whole where it is, to a tenth below 100 where it is not. */
  public static String rate(double perSecond) {
    double tenths = Math.round(perSecond * 10) / 10.0;
    return perSecond >= 99.95 || tenths == Math.rint(tenths)
        ? count(perSecond)
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  /**
   * Refuses a number that JSON cannot write.
   *
   * @throws IllegalArgumentException when one is infinite or not a number
   */
  public static void requireFinite(double... numbers) {
    require(-Double.MAX_VALUE, numbers);
  }

  /**
   * Refuses what counts nothing.
   *
   * @throws IllegalArgumentException when one is infinite, not a number, or less than 0
   */
  public static void requireCounted(double... numbers) {
    require(0, numbers);
  }

  private static void require(double least, double... numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number) || number < least) {
        throw new IllegalArgumentException("a report cannot hold " + number + " here");
      }
    }
  }
}
