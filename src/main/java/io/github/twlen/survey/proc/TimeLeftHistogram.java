// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.ReuseEligibility;
import java.util.Arrays;

/**
 * How many seconds the sockets of one kind have yet to wait: counts in {@value #BINS} bins of one
 * width. The width doubles whenever a greater remainder comes, so that any length fits: one of 60 s
 * gives bins of 4 s, one of 15 s bins of 1 s.
 */
public final class TimeLeftHistogram {
  /** How many bins a kind of socket has. */
  static final int BINS = 16;

  /** So many standard deviations are no chance. */
  private static final double CHANCE = 3;

  /** Fewer sockets prove nothing. */
  private static final int FEW = 10;

  private final int width;
  private final int[] counts;
  private final int young;

  private TimeLeftHistogram(int width, int[] counts, int young) {
    this.width = width;
    this.counts = counts;
    this.young = young;
  }

  /** How many there are. */
  public int all() {
    return Arrays.stream(counts).sum();
  }

  /** How many are too young to be taken over, see {@link ReuseEligibility}. */
  public int young() {
    return young;
  }

  /**
   * How many came into TIME_WAIT in a second: over the last quarter of the length, or over the
   * newest sixteenth if there are so few in it that chance does not explain it. So a slow rate that
   * was silent for a moment stays what it is, and a burst that is over is no rate of now.
   *
   * @param length what a socket waits in all, in seconds
   */
  public double bornPerSecond(double length) {
    double rate = rate(length, length / 4);
    int first = first(length, newest(length));
    double expected = rate * (length - (double) first * width);
    boolean fewer = from(first) < expected - CHANCE * Math.sqrt(expected);
    return fewer ? rate(length, newest(length)) : rate;
  }

  /**
   * Whether sockets came while the half of those that wait now had done so for longer than a delay,
   * as far as the bins can tell: not a single one, which may be an accident.
   *
   * @param delay in seconds
   */
  public boolean cameBesideOld(double delay) {
    int newest = BINS;
    int come = 0;
    while (newest > 0 && come < FEW) {
      come += counts[--newest];
    }
    int old = 0;
    for (int i = 0; (i + 1.0) * width + delay < (double) newest * width; i++) {
      old += counts[i];
    }
    return 2 * old >= all() && old > 0;
  }

  /** A bin's width at least: less holds too few sockets. */
  private double newest(double length) {
    return Math.max(width, length / BINS);
  }

  /** In which bin those are that came in the last so many seconds. */
  private int first(double length, double seconds) {
    return (int) Math.max(0, Math.min(BINS, Math.floor((length - seconds) / width)));
  }

  private double rate(double length, double seconds) {
    int first = first(length, seconds);
    double window = length - (double) first * width;
    return window > 0 ? from(first) / window : 0;
  }

  private double from(int first) {
    double sum = 0;
    for (int i = first; i < BINS; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** How many of them are still there after so many seconds, taken as even within a bin. */
  public double leftAfter(double seconds) {
    double left = 0;
    for (int i = 0; i < BINS; i++) {
      double ends = (i + 1.0) * width - seconds;
      left += counts[i] * Math.max(0, Math.min(1, ends / width));
    }
    return left;
  }

  /** The bins of many kinds of sockets, in one array. */
  public static final class Bins {
    private final ReuseEligibility eligibility;
    private int width = 1;
    private int[] counts;
    private final int[] young;

    /** With which length the young ones of a kind were told. */
    private final double[] lengths;

    private double length;

    /**
     * @param kinds how many
     * @param eligibility who is young
     */
    public Bins(int kinds, ReuseEligibility eligibility) {
      this.eligibility = eligibility;
      counts = new int[kinds * BINS];
      young = new int[kinds];
      lengths = new double[kinds];
    }

    /** Empty ones for so many kinds, as wide as these. */
    Bins sameWidth(int kinds) {
      Bins bins = new Bins(kinds, eligibility);
      bins.width = width;
      bins.length = length;
      return bins;
    }

    /**
     * Counts one socket of a kind.
     *
     * @param left what it has left, in hundredths of a second
     */
    public void add(int kind, long left) {
      // Nothing greater than any length that a kernel can have.
      long seconds = Math.min(left / TableRow.TICKS, Integer.MAX_VALUE / 1000);
      length = eligibility.length(left);
      if (lengths[kind] != length) {
        lengths[kind] = length;
        young[kind] = 0;
      }
      young[kind] += eligibility.holds(left) ? 1 : 0;
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
      young[kind] = other.young[otherKind];
      lengths[kind] = other.lengths[otherKind];
    }

    /** What was counted of a kind. */
    public TimeLeftHistogram of(int kind) {
      return new TimeLeftHistogram(
          width,
          Arrays.copyOfRange(counts, kind * BINS, (kind + 1) * BINS),
          lengths[kind] == length ? young[kind] : 0);
    }
  }
}
