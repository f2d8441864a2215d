// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a host.
 *
 * @param v4 sockets of {@code net/tcp} by state; each state has an entry
 * @param v6 sockets of {@code net/tcp6}, including IPv4 connections of IPv6 sockets
 * @param timeWait TIME_WAIT sockets of both families
 * @param acceptedHere of these, incoming connections: the port has a listener
 * @param openedHere of these, outgoing connections: the port is in the range
 * @param undecided of these, all others
 * @param timeWaitPerSecond sockets that entered TIME_WAIT each second, in the last quarter of the
 *     length
 * @param orphansInFinWait2 sockets in FIN_WAIT2 without a program
 * @param neverAccepted sockets in CLOSE_WAIT that the program has not accepted
 * @param closeWait the processes that hold the others
 * @param closeWaitUnknown sockets in CLOSE_WAIT without a known process
 * @param destinations ports in use by destination, the fullest first
 * @param destinationOwners the processes at both ends of the connections to those destinations of
 *     which half of the ports or more are in use
 * @param destinationsInAll the number of destinations; null if there are too many to count
 * @param addresses ports in use by local address, the fullest first
 * @param peers TIME_WAIT sockets by remote address, the greatest number first
 * @param services local ports with TIME_WAIT sockets or an accept queue that is not empty
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
    List<DestinationOwners> destinationOwners,
    @Nullable Integer destinationsInAll,
    List<AddressUse> addresses,
    List<Peer> peers,
    List<Service> services) {
  /** Copies the maps and lists. */
  public SocketTable {
    v4 = Collections.unmodifiableMap(new TreeMap<>(v4));
    v6 = Collections.unmodifiableMap(new TreeMap<>(v6));
    closeWait = List.copyOf(closeWait);
    destinations = List.copyOf(destinations);
    destinationOwners = List.copyOf(destinationOwners);
    addresses = List.copyOf(addresses);
    peers = List.copyOf(peers);
    services = List.copyOf(services);
  }

  /** Returns the addresses whose ports are short because a program binds them before connect(). */
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

  /** Returns the processes at both ends of the connections to a destination, if any is known. */
  public Optional<DestinationOwners> owners(PortUse use) {
    return destinationOwners.stream().filter(owners -> owners.isOf(use)).findFirst();
  }

  /** Returns the sockets of both families in a state. */
  public long in(SocketState state) {
    return v4.getOrDefault(state, 0L) + v6.getOrDefault(state, 0L);
  }
}
