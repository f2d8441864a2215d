// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.ReuseEligibility;
import java.util.Arrays;

/**
 * The remaining seconds of TIME_WAIT sockets, counted in {@value #BINS} bins of equal width. The
 * width doubles when a longer time comes, so any length fits: 60 s gives bins of 4 s, 15 s gives
 * bins of 1 s.
 */
public final class TimeLeftHistogram {
  private static final int BINS = 16;

  /** More standard deviations than this are not chance. */
  private static final double CHANCE = 3;

  /** Fewer sockets prove nothing. */
  private static final int FEW = 10;

  /** The bin width, in seconds, and the TIME_WAIT length that histograms share. */
  public static final class Scale {
    private final ReuseEligibility eligibility;
    private int width = 1;
    private double length;

    public Scale(ReuseEligibility eligibility) {
      this.eligibility = eligibility;
    }
  }

  private final Scale scale;
  private final int[] counts = new int[BINS];
  private int width;
  private int young;

  /** Sockets without a known time: taken as spread evenly over the length. */
  private int untimed;

  /** The length by which the young sockets were counted. */
  private double length;

  public TimeLeftHistogram(Scale scale) {
    this.scale = scale;
    this.width = scale.width;
  }

  /**
   * Counts a socket.
   *
   * @param left its remaining time, in hundredths of a second, or {@link TableRow#UNKNOWN}
   */
  public void add(long left) {
    if (left < 0) {
      untimed++;
      return;
    }
    int seconds = (int) Math.min(left / TableRow.TICKS, Integer.MAX_VALUE / 1000);
    scale.length = scale.eligibility.length(left);
    if (length != scale.length) {
      length = scale.length;
      young = 0;
    }
    young += scale.eligibility.isTooYoung(left) ? 1 : 0;
    while (seconds >= (long) BINS * scale.width) {
      scale.width *= 2;
    }
    counts()[seconds / width]++;
  }

  /** Returns the bins, after widening them to the present scale. */
  private int[] counts() {
    while (width < scale.width) {
      for (int i = 0; i < BINS; i++) {
        counts[i] = i < BINS / 2 ? counts[2 * i] + counts[2 * i + 1] : 0;
      }
      width *= 2;
    }
    return counts;
  }

  /** Returns the number of sockets. */
  public int all() {
    return Arrays.stream(counts).sum() + untimed;
  }

  /** Returns the sockets whose ports are not yet reusable, see {@link ReuseEligibility}. */
  public int young() {
    int timed = length == scale.length ? young : 0;
    return timed + (int) Math.round(untimed * scale.eligibility.tooYoungShare());
  }

  /**
   * Returns the sockets that entered TIME_WAIT in a second: over the last quarter of the length, or
   * over the newest sixteenth if it has fewer than chance explains. So a slow rate survives a
   * moment of silence, and a burst that is over is not taken for the present rate.
   *
   * @param length of TIME_WAIT, in seconds
   */
  public double bornPerSecond(double length) {
    double rate = rate(length, length / 4);
    int first = first(length, newest(length));
    double expected = rate * (length - (double) first * width);
    boolean fewer = from(first) < expected - CHANCE * Math.sqrt(expected);
    double steady = length > 0 ? untimed / length : 0;
    return steady + (fewer ? rate(length, newest(length)) : rate);
  }

  /**
   * Returns whether at least {@value #FEW} sockets entered TIME_WAIT while half of the present ones
   * had been in it for longer than a delay, as far as the bins show.
   *
   * @param delay in seconds
   */
  public boolean cameBesideOld(double delay) {
    int[] bins = counts();
    int newest = BINS;
    int come = 0;
    while (newest > 0 && come < FEW) {
      come += bins[--newest];
    }
    int old = 0;
    for (int i = 0; (i + 1.0) * width + delay < (double) newest * width; i++) {
      old += bins[i];
    }
    return 2 * old >= all() && old > 0;
  }

  /** Returns a sixteenth of the length, but at least one bin, in seconds. */
  private double newest(double length) {
    counts();
    return Math.max(width, length / BINS);
  }

  /** Returns the first bin of sockets that came within the last seconds. */
  private int first(double length, double seconds) {
    counts();
    return (int) Math.max(0, Math.min(BINS, Math.floor((length - seconds) / width)));
  }

  private double rate(double length, double seconds) {
    int first = first(length, seconds);
    double window = length - (double) first * width;
    return window > 0 ? from(first) / window : 0;
  }

  private double from(int first) {
    return Arrays.stream(counts(), first, BINS).sum();
  }

  /** Returns the sockets that remain after some seconds, taken as even within a bin. */
  public double leftAfter(double seconds) {
    int[] bins = counts();
    double left = 0;
    for (int i = 0; i < BINS; i++) {
      double ends = (i + 1.0) * width - seconds;
      left += bins[i] * Math.max(0, Math.min(1, ends / width));
    }
    double whole = scale.eligibility.length(0);
    return left + (whole > 0 ? untimed * Math.max(0, 1 - seconds / whole) : 0);
  }
}
