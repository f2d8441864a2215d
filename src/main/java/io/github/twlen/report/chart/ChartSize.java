// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import java.util.Locale;

/**
 * An SVG scales its text with its picture, so there is one picture for each kind of screen and the
 * style sheet shows one of them.
 */
public enum ChartSize {
  /** For a phone: drawn for a column of 360 CSS pixels. */
  NARROW(360, 330, 5, 4),
  /** For everything else: drawn for a column of 760 CSS pixels. */
  WIDE(760, 350, 8, 5);

  final int width;
  final int height;
  final int timeTicks;
  final int countTicks;

  ChartSize(int width, int height, int timeTicks, int countTicks) {
    this.width = width;
    this.height = height;
    this.timeTicks = timeTicks;
    this.countTicks = countTicks;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
