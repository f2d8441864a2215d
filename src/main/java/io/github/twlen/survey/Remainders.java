package io.github.twlen.survey;

import java.util.Arrays;

/**
 * How many seconds the sockets of one kind have yet to wait: counts in {@value #BINS} bins of one
 * width. The width doubles whenever a greater remainder comes, so that any length fits: one of 60 s
 * gives bins of 4 s, one of 15 s bins of 1 s.
 */
final class Remainders {
  /** How many bins a kind of socket has. */
  static final int BINS = 16;

  private final int width;
  private final int[] counts;

  private Remainders(int width, int[] counts) {
    this.width = width;
    this.counts = counts;
  }

  /** How many there are. */
  int all() {
    return Arrays.stream(counts).sum();
  }

  /**
   * How many came into TIME_WAIT in a second, over the last quarter of the length.
   *
   * @param length what a socket waits in all, in seconds
   */
  double bornPerSecond(double length) {
    int first = (int) Math.min(BINS - 1.0, Math.floor(length * 3 / 4 / width));
    long born = 0;
    for (int i = first; i < BINS; i++) {
      born += counts[i];
    }
    double window = length - (double) first * width;
    return window > 0 ? born / window : 0;
  }

  /** How many of them are still there after so many seconds, taken as even within a bin. */
  double leftAfter(double seconds) {
    double left = 0;
    for (int i = 0; i < BINS; i++) {
      double ends = (i + 1.0) * width - seconds;
      left += counts[i] * Math.max(0, Math.min(1, ends / width));
    }
    return left;
  }

  /** The bins of many kinds of sockets, in one array. */
  static final class Bins {
    private int width = 1;
    private int[] counts;

    /**
     * @param kinds how many
     */
    Bins(int kinds) {
      counts = new int[kinds * BINS];
    }

    /** Empty ones for so many kinds, as wide as these. */
    Bins sameWidth(int kinds) {
      Bins bins = new Bins(kinds);
      bins.width = width;
      return bins;
    }

    /** Counts one socket of a kind. */
    void add(int kind, long seconds) {
      while (seconds >= (long) BINS * width) {
        fold();
      }
      counts[kind * BINS + (int) (seconds / width)]++;
    }

    private void fold() {
      for (int begin = 0; begin < counts.length; begin += BINS) {
        for (int i = 0; i < BINS; i++) {
          counts[begin + i] = i < BINS / 2 ? counts[begin + 2 * i] + counts[begin + 2 * i + 1] : 0;
        }
      }
      width *= 2;
    }

    /** Takes over what another of the same width counted of a kind. */
    void copy(int kind, Bins other, int otherKind) {
      System.arraycopy(other.counts, otherKind * BINS, counts, kind * BINS, BINS);
    }

    /** What was counted of a kind. */
    Remainders of(int kind) {
      return new Remainders(width, Arrays.copyOfRange(counts, kind * BINS, (kind + 1) * BINS));
    }
  }
}
