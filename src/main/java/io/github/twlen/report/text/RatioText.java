// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import java.util.Locale;

/** Prints the ratio of two numbers in words. */
final class RatioText {
  /** The largest deviation from a whole number that is called by its name. */
  private static final double NEAR = 0.03;

  private RatioText() {}

  /** Returns a ratio, such as {@code a quarter} or {@code twice as many}. */
  static String of(ReportText text, double now, double before) {
    double ratio = now / before;
    if (Math.abs(ratio - 1) < NEAR) {
      return text.text("ratio.same");
    }
    double factor = ratio < 1 ? 1 / ratio : ratio;
    long whole = Math.round(factor);
    boolean named = whole >= 2 && whole <= 10 && Math.abs(factor - whole) / whole < NEAR;
    if (ratio < 1) {
      return named
          ? text.text("ratio.share." + whole)
          : ratio < 0.01
              ? text.text("ratio.share.least")
              : text.text("ratio.share", "percent", Math.round(ratio * 100));
    }
    String form = ratio < 10 ? "%.1f" : "%,.0f";
    return named
        ? text.text("ratio.times." + whole)
        : text.text("ratio.times", "factor", String.format(Locale.ROOT, form, ratio));
  }

  /** Returns a ratio of sockets, such as {@code a quarter of the sockets}. */
  static String ofSockets(ReportText text, double now, double before) {
    boolean share = now / before < 1 - NEAR;
    String ratio = of(text, now, before);
    return share
        ? text.text("sockets.share", "ratio", ratio)
        : text.text("sockets.times", "ratio", ratio);
  }
}
