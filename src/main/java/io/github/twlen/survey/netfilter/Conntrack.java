// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netfilter;

import io.github.twlen.survey.proc.ProcFiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Netfilter's table of connections, which keeps each for a while after TCP has closed it.
 *
 * @param entries connections tracked now; 0 if no rule needs them
 * @param most the limit; beyond it, packets of new connections are dropped
 * @param timeWaitSeconds for how long it keeps a closed connection, by default 120
 * @param closeWaitSeconds the same for a connection that only the peer closed, by default 60
 * @param sysctls the common prefix of its sysctls
 * @param timeouts in seconds, of those that this kernel has
 * @param dropped packets dropped because the table was full, since boot; null if not counted
 * @param states entries by state, the most first; null if only root can read them
 */
public record Conntrack(
    @Nullable Long entries,
    @Nullable Long most,
    @Nullable Long timeWaitSeconds,
    @Nullable Long closeWaitSeconds,
    String sysctls,
    Map<ConntrackTimeout, Long> timeouts,
    @Nullable Long dropped,
    @Nullable List<ConntrackState> states) {
  /** Since 2.6.20 or so; {@code ip_conntrack} is that of RHEL 5. */
  private static final List<String> PREFIXES =
      List.of("net.netfilter.nf_conntrack_", "net.ipv4.netfilter.ip_conntrack_");

  /** From this share of the limit on, the states matter. */
  private static final double HALF = 0.5;

  /** Copies the map and the list. */
  public Conntrack {
    timeouts = Map.copyOf(timeouts);
    states = states == null ? null : List.copyOf(states);
  }

  /** Reads the table's numbers; null if this kernel has no such table. */
  public static @Nullable Conntrack read(ProcFiles files, @Nullable Long dropped) {
    for (String prefix : PREFIXES) {
      String path = "sys/" + prefix.replace('.', '/');
      Map<ConntrackTimeout, Long> timeouts = new EnumMap<>(ConntrackTimeout.class);
      for (ConntrackTimeout timeout : ConntrackTimeout.values()) {
        Long seconds = files.seconds(path + timeout.sysctl());
        if (seconds != null) {
          timeouts.put(timeout, seconds);
        }
      }
      Conntrack read =
          new Conntrack(
              files.count(path + "count"),
              files.count(path + "max"),
              timeouts.get(ConntrackTimeout.TIME_WAIT),
              timeouts.get(ConntrackTimeout.CLOSE_WAIT),
              prefix,
              timeouts,
              dropped,
              null);
      if (read.entries != null || read.most != null || !timeouts.isEmpty()) {
        return read;
      }
    }
    return null;
  }

  /** Returns whether it is the table of RHEL 5, which has another file and other sysctls. */
  public boolean hasOldNames() {
    return !sysctls.equals(PREFIXES.get(0));
  }

  /** Returns whether it is filled so far that its states matter. */
  public boolean needsStates() {
    return entries != null && most != null && most > 0 && entries >= HALF * most;
  }

  /** Returns the timeout of a state, in seconds; the kernel's default if unknown. */
  public long seconds(ConntrackTimeout timeout) {
    Long set = timeouts.get(timeout);
    return set == null ? timeout.usual() : set;
  }

  /** Returns the same with the entries by state. */
  public Conntrack with(List<ConntrackState> known) {
    return new Conntrack(
        entries, most, timeWaitSeconds, closeWaitSeconds, sysctls, timeouts, dropped, known);
  }
}
