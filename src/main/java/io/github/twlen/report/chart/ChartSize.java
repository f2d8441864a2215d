// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

/** The sizes of a picture: SVG scales text with it, so the style sheet shows one of them. */
enum ChartSize {
  /** For a phone: drawn for a column of 360 CSS pixels. */
  NARROW(360, 330, 5, 4),
  /** For other screens: drawn for a column of 760 CSS pixels. */
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
}
