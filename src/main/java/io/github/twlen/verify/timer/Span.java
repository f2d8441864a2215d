// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import java.util.Locale;

/** The range of a measured or expected time in seconds, both ends included. */
public record Span(double least, double most) {
  /** Checks the order. */
  public Span {
    if (!(least <= most)) {
      throw new IllegalArgumentException("not a span: " + least + " to " + most);
    }
  }

  /** Returns the difference of the ends, in seconds. */
  public double width() {
    return most - least;
  }

  /** Returns the middle, in seconds. */
  public double middle() {
    return (least + most) / 2;
  }

  /** Returns whether both ranges overlap. */
  public boolean meets(Span other) {
    return least <= other.most && other.least <= most;
  }

  /** Returns this range, extended by a number of seconds at both ends. */
  public Span widenedBy(double seconds) {
    return new Span(least - seconds, most + seconds);
  }

  /** Returns the smallest range that contains both. */
  public Span and(Span other) {
    return new Span(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** Formats both ends to hundredths, such as {@code "15.00 to 15.26 s"}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f to %.2f s", least, most);
  }
}
