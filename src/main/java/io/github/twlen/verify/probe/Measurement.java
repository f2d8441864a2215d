// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.KernelRelease;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The measurement of a running kernel by the probe.
 *
 * @param release its {@code uname -r}
 * @param hz its jiffies a second; empty when unknown
 * @param ipv6 whether it has the address ::1; without, only IPv4 was measured
 * @param births the number of connections, each of which leaves one TIME_WAIT socket
 * @param sockets the observed TIME_WAIT sockets, oldest first
 * @param decay the number of sockets over time, until the last one expired
 * @param gaveUp whether the probe stopped before the last one expired
 * @param clock seconds of the guest per second of the host; empty without arrival times
 * @param finWaits the observed sockets in FIN_WAIT2, oldest first
 * @param noFinWaits the probe's reason for none
 * @param noLoad the probe's reason for no load although requested
 * @param setting what the probe did with the sysctl of the length, if requested
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
    Optional<String> noLoad,
    Optional<SettingRun> setting) {
  /** Copies the lists. */
  public Measurement {
    sockets = List.copyOf(sockets);
    decay = List.copyOf(decay);
    finWaits = List.copyOf(finWaits);
  }

  /**
   * The settings of the kernel; empty where unreadable.
   *
   * @param finTimeout {@code net.ipv4.tcp_fin_timeout} in seconds
   * @param maxBuckets {@code net.ipv4.tcp_max_tw_buckets}, the limit of TIME_WAIT sockets
   * @param reuse {@code net.ipv4.tcp_tw_reuse}
   * @param overflows {@code TCPTimeWaitOverflow} during the measurement: sockets over the limit
   * @param clockSource may be {@code unknown}
   */
  public record Settings(
      OptionalInt finTimeout,
      OptionalInt maxBuckets,
      OptionalInt reuse,
      OptionalInt overflows,
      String clockSource) {}

  /** The number of TIME_WAIT sockets, at a time in seconds since the first one. */
  public record Population(double seconds, int count) {}

  /** Returns this measurement with what the probe did with the sysctl of the length. */
  Measurement with(SettingRun run) {
    return new Measurement(
        release,
        hz,
        settings,
        ipv6,
        births,
        sockets,
        decay,
        gaveUp,
        clock,
        finWaits,
        noFinWaits,
        load,
        noLoad,
        Optional.of(run));
  }

  /** Returns the number of observed sockets of a family, 4 or 6. */
  public long count(int family) {
    return sockets.stream().filter(socket -> socket.family() == family).count();
  }

  /** Returns how long after the first one a socket entered TIME_WAIT, in seconds. */
  public double bornAfterFirst(ObservedSocket socket) {
    return Math.max(0, socket.birth().most() - sockets.get(0).birth().least());
  }
}
