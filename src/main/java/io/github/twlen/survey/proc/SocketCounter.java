// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.SocketState;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts the rows of both tables, and keeps none of them.
 *
 * <p>The side in TIME_WAIT closed the connection first, whichever side opened it. A connection is
 * incoming if its local port has a listener; the kernel prints listeners first. It is outgoing if
 * its local port is in the range of ephemeral ports, and not that of a {@link StoppedServices
 * stopped service}. Otherwise it is unknown: the listener may be gone, or the program chose the
 * port itself.
 */
final class SocketCounter {
  /** Sockets in CLOSE_WAIT whose processes are found. */
  static final int MOST_INODES = 1 << 20;

  /** The longest remaining times to keep: fewer sockets with a length may be corrupt rows. */
  static final int LONGEST = 6;

  /** Addresses of this host; a hostile copy may have more. */
  private static final int MOST_LOCALS = 4096;

  /** A queue is shown up to this length. */
  private static final int LONGEST_QUEUE = 1 << 20;

  private static final Address ANY = new Address(0, 0);

  /** Counts of one address family. */
  private static final class Family {
    private final Map<SocketState, Long> states = new EnumMap<>(SocketState.class);
    private final BitSet listening = new BitSet();
  }

  private final PortRange range;
  private final SurveyWarnings warnings;
  private final Family v4 = new Family();
  private final Family v6 = new Family();
  private final long[] longest = new long[LONGEST];
  private boolean hasTooManyInodes;
  private boolean hasCommonListeners;

  final FlowCounter destinations;
  final FlowCounter peers;
  final LocalPortUsage localPorts = new LocalPortUsage();
  final TimeLeftHistogram timeLeft;
  final Map<Integer, Long> listeners = new HashMap<>();
  final Set<Long> closeWait = new HashSet<>();
  final int[] timeWaitAt = new int[PortRange.PORTS];
  final int[] queuedAt = new int[PortRange.PORTS];

  /** Local addresses of sockets. */
  final Set<Address> locals = new HashSet<>();

  private Address lastLocal = ANY;
  private final int[] openedAt = new int[PortRange.PORTS];
  long accepted;
  long opened;
  long undecided;
  long orphansInFinWait2;
  long neverAccepted;

  SocketCounter(PortRange range, ReuseEligibility eligibility, SurveyWarnings warnings) {
    this.range = range;
    this.warnings = warnings;
    this.destinations = new FlowCounter(eligibility);
    this.peers = new FlowCounter(eligibility);
    this.timeLeft = new TimeLeftHistogram(new TimeLeftHistogram.Scale(eligibility));
    Arrays.fill(longest, -1);
  }

  /** Takes a listener of either family for one of both: a pasted table does not tell them apart. */
  void shareListeners() {
    hasCommonListeners = true;
  }

  /** Counts a row of {@code net/tcp}. */
  void countV4(TableRow row) {
    count(row, v4);
  }

  /** Counts a row of {@code net/tcp6}. */
  void countV6(TableRow row) {
    count(row, v6);
  }

  private void count(TableRow row, Family family) {
    SocketState state = Objects.requireNonNull(row.state);
    if (!row.local.equals(lastLocal) && locals.size() < MOST_LOCALS) {
      lastLocal = row.local;
      locals.add(row.local);
    }
    family.states.merge(state, 1L, Long::sum);
    if (!row.hasAddresses) {
      countWithoutAddresses(row, state);
      return;
    }
    if (state == SocketState.LISTEN) {
      family.listening.set(row.localPort);
      listeners.putIfAbsent(row.localPort, row.inode);
      queuedAt[row.localPort] += (int) Math.min(row.received, LONGEST_QUEUE);
      return;
    }
    boolean incoming =
        hasCommonListeners
            ? v4.listening.get(row.localPort) || v6.listening.get(row.localPort)
            : family.listening.get(row.localPort);
    boolean outgoing = !incoming && range.holds(row.localPort);
    if (outgoing && row.remotePort != 0) {
      destinations.add(row, row.local, row.remotePort);
      localPorts.add(row);
    }
    if (state == SocketState.TIME_WAIT) {
      countTimeWait(row, incoming, outgoing);
    } else {
      countUnclosed(row, state);
    }
  }

  private void countWithoutAddresses(TableRow row, SocketState state) {
    if (state == SocketState.TIME_WAIT) {
      countTimeLeft(row);
      undecided++;
    } else {
      countUnclosed(row, state);
    }
  }

  private void countUnclosed(TableRow row, SocketState state) {
    switch (state) {
      case CLOSE_WAIT -> countCloseWait(row);
      // Without a file descriptor it is an orphan, which tcp_fin_timeout ends.
      case FIN_WAIT2 -> orphansInFinWait2 += row.inode == 0 ? 1 : 0;
      default -> {}
    }
  }

  private void countTimeLeft(TableRow row) {
    if (row.left > longest[0]) {
      longest[0] = row.left;
      Arrays.sort(longest);
    }
    timeLeft.add(row.left);
  }

  private void countTimeWait(TableRow row, boolean incoming, boolean outgoing) {
    countTimeLeft(row);
    if (outgoing) {
      opened++;
      openedAt[row.localPort]++;
      return;
    }
    accepted += incoming ? 1 : 0;
    undecided += incoming ? 0 : 1;
    timeWaitAt[row.localPort]++;
    peers.add(row, ANY, row.localPort);
  }

  private void countCloseWait(TableRow row) {
    // A connection has no inode before the program accepts it.
    if (row.inode == 0) {
      neverAccepted++;
    } else if (closeWait.size() < MOST_INODES) {
      closeWait.add(row.inode);
    } else if (!hasTooManyInodes && !closeWait.contains(row.inode)) {
      hasTooManyInodes = true;
      warnings.add("warning.closeWait", "limit", MOST_INODES);
    }
  }

  /** Counts connections to stopped services as incoming; call it after both tables. */
  void settle() {
    StoppedServices stopped = new StoppedServices(destinations.all(), range.capacity(listening()));
    for (FlowCounter.Flow flow : stopped.flows()) {
      localPorts.remove(flow.local(), flow.localPort());
      if (flow.timeWait() > 0) {
        peers.add(flow, ANY, flow.localPort());
      }
    }
    destinations.all().removeAll(stopped.flows());
    stopped
        .ports()
        .forEach(
            port -> {
              accepted += openedAt[port];
              opened -= openedAt[port];
              timeWaitAt[port] += openedAt[port];
            });
  }

  /** Returns the longest remaining time; negative without TIME_WAIT sockets. */
  long longestLeft() {
    return longest[LONGEST - 1];
  }

  /** Returns the sockets with a longer remaining time; {@value #LONGEST} means that or more. */
  int longerThan(long left) {
    return (int) Arrays.stream(longest).filter(one -> one > left).count();
  }

  Map<SocketState, Long> statesV4() {
    return states(v4);
  }

  Map<SocketState, Long> statesV6() {
    return states(v6);
  }

  private static Map<SocketState, Long> states(Family family) {
    Map<SocketState, Long> states = new EnumMap<>(SocketState.class);
    for (SocketState state : SocketState.values()) {
      states.put(state, family.states.getOrDefault(state, 0L));
    }
    return states;
  }

  /** Returns the TIME_WAIT sockets of both families. */
  long timeWait() {
    return accepted + opened + undecided;
  }

  /** Returns the ports with a listener of either family. */
  BitSet listening() {
    BitSet both = (BitSet) v4.listening.clone();
    both.or(v6.listening);
    return both;
  }
}
