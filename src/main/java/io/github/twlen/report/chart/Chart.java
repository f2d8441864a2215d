// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture as data for the page's template. Colours and strokes are in the style sheet; stock is
 * dashed there, so that the curves differ without colour too.
 *
 * @param id unique on the page
 * @param size {@code narrow} or {@code wide}
 * @param width in pixels
 * @param height in pixels
 * @param title what it shows
 * @param description the same in numbers, for a screen reader
 * @param paths lines and areas, the last one on top
 * @param texts above the paths
 */
public record Chart(
    String id,
    String size,
    int width,
    int height,
    String title,
    String description,
    List<Line> paths,
    List<Text> texts) {
  /** A path; its kind is a class of the style sheet. */
  public record Line(String kind, String path) {}

  /**
   * A text.
   *
   * @param kind a class of the style sheet
   * @param anchor {@code start}, {@code middle} or {@code end}
   * @param x in pixels
   * @param y of the baseline, in pixels
   * @param turn degrees to rotate by; absent for horizontal text
   * @param spans parts with classes of their own, one in most texts
   */
  public record Text(
      String kind, String anchor, String x, String y, @Nullable String turn, List<Span> spans) {}

  /** A part of a text; its kind is a class of the style sheet. */
  public record Span(String kind, String text) {}
}
