// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.PortRange;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds services that no longer listen on their port of the ephemeral range. Seen as outgoing, each
 * of their connections would have a destination of its own: the client's address and ephemeral
 * port. The kernel spreads real destinations over the range, so many such connections on one port
 * are those of a service.
 */
final class StoppedServices {
  /** Fewer connections may share a port by chance. */
  private static final int FEW = 10;

  /** A service's port has at least this many times the mean of all ports. */
  private static final int TIMES_MEAN = 10;

  private final int[] singles = new int[PortRange.PORTS];
  private final Set<FlowCounter.Flow> flows = new HashSet<>();
  private final int least;

  /**
   * @param destinations the connections that seem to be outgoing
   * @param range the number of ports that the kernel spreads connections over
   */
  StoppedServices(Collection<FlowCounter.Flow> destinations, int range) {
    destinations.stream()
        .filter(flow -> flow.sockets() == 1)
        .forEach(flow -> singles[flow.localPort()]++);
    long total = IntStream.of(singles).asLongStream().sum();
    this.least = (int) Math.max(FEW, TIMES_MEAN * total / Math.max(1, range));
    destinations.stream()
        .filter(flow -> flow.sockets() == 1 && singles[flow.localPort()] >= least)
        .forEach(flows::add);
  }

  /** Returns the connections to the services. */
  Set<FlowCounter.Flow> flows() {
    return flows;
  }

  /** Returns the ports of the services. */
  IntStream ports() {
    return IntStream.range(0, PortRange.PORTS).filter(port -> singles[port] >= least);
  }
}
