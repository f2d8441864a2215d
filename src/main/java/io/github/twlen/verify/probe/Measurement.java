// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.KernelRelease;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a probe measured on a running kernel.
 *
 * @param release its {@code uname -r}
 * @param hz its jiffies a second; empty when it does not tell
 * @param settings its settings, as far as they could be read
 * @param ipv6 whether it has the address ::1; without, only IPv4 was measured
 * @param births how many connections were made and ended, each to give one socket in TIME_WAIT
 * @param sockets those that were seen in TIME_WAIT, in the order of their births
 * @param decay how many were there, from the first birth to the last one was gone
 * @param gaveUp whether the probe ended before the last one was gone
 * @param clock the guest's seconds against the host's; empty when the times of arrival are unknown
 * @param finWaits closed sockets that were seen in FIN_WAIT2, in the order of their births
 * @param noFinWaits why there are none, as far as the probe tells
 * @param load what a load did; empty when there was none
 * @param noLoad why there was none although it was asked for
 */
public record Measurement(
    KernelRelease release,
    OptionalInt hz,
    Settings settings,
    boolean ipv6,
    int births,
    List<ObservedSocket> sockets,
    List<Population> decay,
    boolean gaveUp,
    OptionalDouble clock,
    List<FinWait2Socket> finWaits,
    Optional<String> noFinWaits,
    Optional<Load> load,
    Optional<String> noLoad) {
  /** Copies what it is given. */
  public Measurement {
    sockets = List.copyOf(sockets);
    decay = List.copyOf(decay);
    finWaits = List.copyOf(finWaits);
  }

  /**
   * What the kernel is set to; empty where it could not be read.
   *
   * @param finTimeout {@code net.ipv4.tcp_fin_timeout} in seconds
   * @param maxBuckets {@code net.ipv4.tcp_max_tw_buckets}: more sockets than this are destroyed
   * @param reuse {@code net.ipv4.tcp_tw_reuse}
   * @param overflows how many sockets were destroyed for {@code maxBuckets} meanwhile ({@code
   *     TCPTimeWaitOverflow})
   * @param clockSource what the kernel keeps its time with, or {@code unknown}
   */
  public record Settings(
      OptionalInt finTimeout,
      OptionalInt maxBuckets,
      OptionalInt reuse,
      OptionalInt overflows,
      String clockSource) {}

  /**
   * How many sockets were in TIME_WAIT at a moment.
   *
   * @param seconds since the first birth
   * @param count how many
   */
  public record Population(double seconds, int count) {}

  /** How many sockets of a family, 4 or 6, were seen. */
  public long count(int family) {
    return sockets.stream().filter(socket -> socket.family() == family).count();
  }

  /** Seconds that a socket was born after the first one. */
  public double bornAfterFirst(ObservedSocket socket) {
    return Math.max(0, socket.birth().most() - sockets.get(0).birth().least());
  }
}
