// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.HiddenRate;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.Peer;
import io.github.twlen.survey.PortForecast;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.WaitLength;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The counted sockets, the greatest numbers first.
 *
 * @param recycled TIME_WAIT sockets whose ports the kernel has reused; null if not counted
 */
record TableSummary(
    SocketCounter counter,
    PortRange range,
    WaitLength length,
    HiddenRate hidden,
    TcpSettings settings,
    @Nullable Long recycled) {
  /** Destinations, peers and services to report. */
  private static final int REPORTED = 20;

  /**
   * Returns the numbers.
   *
   * @param owners of the sockets in CLOSE_WAIT
   * @param inspect looks for the processes of other sockets
   */
  SocketTable table(SocketOwnerFinder owners, Consumer<SocketOwnerFinder> inspect) {
    BitSet listening = counter.listening();
    int ports = range.capacity(listening);
    List<FlowCounter.Flow> flows = counter.destinations.greatest(REPORTED);
    List<PortUse> destinations = destinations(flows, ports);
    return new SocketTable(
        counter.statesV4(),
        counter.statesV6(),
        counter.timeWait(),
        counter.accepted,
        counter.opened,
        counter.undecided,
        NumberFormat.thousandths(counter.timeLeft.bornPerSecond(length.seconds())),
        counter.orphansInFinWait2,
        counter.neverAccepted,
        owners.owners(),
        owners.missing(),
        destinations,
        new DestinationOwnerFinder(counter.listeners, flows).find(destinations, inspect),
        counter.destinations.missed() > 0 ? null : counter.destinations.flows(),
        counter.localPorts.greatest(REPORTED, ports),
        counter.peers.greatest(REPORTED).stream().map(flow -> peer(flow, listening)).toList(),
        services(listening));
  }

  private List<PortUse> destinations(List<FlowCounter.Flow> flows, int ports) {
    return flows.stream()
        .map(flow -> PortForecast.of(flow, ports, length.fullSeconds(), hidden, settings, recycled))
        .sorted(
            Comparator.comparingDouble(PortUse::pressure)
                .thenComparingInt(PortUse::inUse)
                .reversed())
        .toList();
  }

  private static Peer peer(FlowCounter.Flow flow, BitSet listening) {
    boolean listens = listening.get(flow.port());
    return new Peer(flow.remote().toString(), flow.port(), listens, flow.timeWait());
  }

  private List<Service> services(BitSet listening) {
    return IntStream.range(0, PortRange.PORTS)
        .filter(port -> counter.timeWaitAt[port] > 0 || counter.queuedAt[port] > 0)
        .mapToObj(
            port ->
                new Service(
                    port, listening.get(port), counter.timeWaitAt[port], counter.queuedAt[port]))
        .sorted(
            Comparator.comparingInt(Service::timeWait).thenComparingInt(Service::queued).reversed())
        .limit(REPORTED)
        .toList();
  }
}
