// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import java.util.Locale;

/**
 * A stretch of seconds between which a measured or expected number lies, both ends included.
 *
 * @param least seconds
 * @param most seconds, not less than {@code least}
 */
public record Span(double least, double most) {
  /** Checks the order. */
  public Span {
    if (!(least <= most)) {
      throw new IllegalArgumentException("not a span: " + least + " to " + most);
    }
  }

  /** How far apart the ends are, in seconds. */
  public double width() {
    return most - least;
  }

  /** The middle, in seconds. */
  public double middle() {
    return (least + most) / 2;
  }

  /** Whether there is a number that lies in both. */
  public boolean meets(Span other) {
    return least <= other.most && other.least <= most;
  }

  /** The same, so many seconds longer at both ends. */
  public Span widenedBy(double seconds) {
    return new Span(least - seconds, most + seconds);
  }

  /** The least span that holds both. */
  public Span and(Span other) {
    return new Span(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** Both ends to hundredths, such as {@code "15.00 to 15.26 s"}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f to %.2f s", least, most);
  }
}
