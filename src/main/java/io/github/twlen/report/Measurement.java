// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.report.text.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kernel's TIME_WAIT, measured.
 *
 * @param release as {@code uname -r} printed it in the guest
 * @param hz the kernel's jiffies a second; absent when it does not tell
 * @param socketsV4 how many IPv4 sockets were measured
 * @param socketsV6 how many IPv6 sockets were measured
 * @param programmedSeconds the greatest remainder that the kernel showed for a timer of state 06 in
 *     {@code /proc/net/tcp}, in seconds; absent when no row was seen
 * @param lifetime how long a socket lived, in seconds
 * @param resolutionSeconds the time between two looks, in seconds: no lifetime is known better
 * @param finTimeoutSeconds {@code net.ipv4.tcp_fin_timeout} in the guest, in seconds; absent when
 *     it could not be read
 * @param expected what that kernel's timers allow
 * @param samples the decay of the population, in the order of time; may be empty
 * @param finWait2 how long orphaned sockets stayed in FIN_WAIT2; absent when that was not measured
 * @param load the population under a steady load; absent when that was not measured
 */
public record Measurement(
    String release,
    @Nullable Integer hz,
    int socketsV4,
    int socketsV6,
    @Nullable Double programmedSeconds,
    Lifetime lifetime,
    double resolutionSeconds,
    @Nullable Integer finTimeoutSeconds,
    Expected expected,
    List<Sample> samples,
    @Nullable FinWait2 finWait2,
    @Nullable Load load) {

  /** Copies what it is given. */
  public Measurement {
    Numbers.requireFinite(resolutionSeconds);
    samples = List.copyOf(samples);
  }

  /** How many sockets were measured. */
  public int sockets() {
    return socketsV4 + socketsV6;
  }

  /**
   * From entering a state until gone.
   *
   * @param minSeconds the shortest, in seconds
   * @param medianSeconds the median, in seconds
   * @param maxSeconds the longest, in seconds
   */
  public record Lifetime(double minSeconds, double medianSeconds, double maxSeconds) {
    /** Refuses what is not a number. */
    public Lifetime {
      Numbers.requireFinite(minSeconds, medianSeconds, maxSeconds);
    }
  }

  /**
   * When a socket may go.
   *
   * @param earliestSeconds not before this, in seconds
   * @param latestSeconds not after this, in seconds
   * @param model the rule, by name, such as {@code "timer wheel, 4.8 and later"}
   */
  public record Expected(double earliestSeconds, double latestSeconds, String model) {
    /** Refuses what is not a number. */
    public Expected {
      Numbers.requireFinite(earliestSeconds, latestSeconds);
    }
  }

  /**
   * Sockets whose program has closed them and whose peer has not: they wait in FIN_WAIT2, by {@code
   * tcp_fin_timeout} and by TIME_WAIT's length.
   *
   * @param sockets how many were measured
   * @param lifetime from entering FIN_WAIT2 until gone; absent when one outlived the measurement
   * @param expected what that kernel's timers allow
   */
  public record FinWait2(int sockets, @Nullable Lifetime lifetime, Expected expected) {}

  /**
   * One look at the population.
   *
   * @param seconds since the first socket entered TIME_WAIT, or since the load began
   * @param sockets how many were there
   */
  public record Sample(double seconds, int sockets) {
    /** Refuses what is not a number. */
    public Sample {
      Numbers.requireFinite(seconds);
    }
  }
}
