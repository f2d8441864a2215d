// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of sockets say.
 *
 * @param v4 sockets of {@code net/tcp} by state; a state that has none is there with 0
 * @param v6 those of {@code net/tcp6}, IPv4 connections of sockets that talk both included
 * @param timeWait how many wait, of both families
 * @param acceptedHere of those that wait, connections to a port where somebody listens
 * @param openedHere of those that wait, connections from a port of the range
 * @param undecided of those that wait, all others
 * @param timeWaitPerSecond how many came into TIME_WAIT each second, over the last quarter of the
 *     length
 * @param orphansInFinWait2 sockets in FIN_WAIT2 that no program has open
 * @param neverAccepted sockets in CLOSE_WAIT that the program never accepted
 * @param closeWait the processes that hold the others
 * @param closeWaitUnknown sockets in CLOSE_WAIT whose process was not found
 * @param destinations the use of ports by destination, the greatest first
 * @param destinationsInAll how many destinations there are; null when there are more than are told
 *     apart
 * @param addresses the use of ports by local address, whatever the destination, the greatest first
 * @param peers TIME_WAIT by remote address, the greatest first
 * @param services ports of this host with TIME_WAIT or connections to be accepted
 */
public record SocketTable(
    Map<SocketState, Long> v4,
    Map<SocketState, Long> v6,
    long timeWait,
    long acceptedHere,
    long openedHere,
    long undecided,
    double timeWaitPerSecond,
    long orphansInFinWait2,
    long neverAccepted,
    List<SocketOwner> closeWait,
    int closeWaitUnknown,
    List<PortUse> destinations,
    @Nullable Integer destinationsInAll,
    List<AddressUse> addresses,
    List<Peer> peers,
    List<Service> services) {
  /** Copies what it is given. */
  public SocketTable {
    v4 = Collections.unmodifiableMap(new TreeMap<>(v4));
    v6 = Collections.unmodifiableMap(new TreeMap<>(v6));
    closeWait = List.copyOf(closeWait);
    destinations = List.copyOf(destinations);
    addresses = List.copyOf(addresses);
    peers = List.copyOf(peers);
    services = List.copyOf(services);
  }

  /** The addresses whose ports are scarce since a program binds them before it connects. */
  public List<AddressUse> boundBeforehand() {
    return addresses.stream().filter(use -> use.boundBeforehand(greatestFrom(use))).toList();
  }

  private int greatestFrom(AddressUse use) {
    return destinations.stream()
        .filter(destination -> destination.from().equals(use.address()))
        .mapToInt(PortUse::inUse)
        .max()
        .orElse(0);
  }

  /** Sockets of both families in a state. */
  public long in(SocketState state) {
    return v4.getOrDefault(state, 0L) + v6.getOrDefault(state, 0L);
  }

  /** All sockets of both families. */
  public long sockets() {
    long all = 0;
    for (SocketState state : SocketState.values()) {
      all += in(state);
    }
    return all;
  }
}
