// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.DestinationOwners;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SocketOwner;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds the processes at both ends of the connections to destinations that use many ports. */
final class DestinationOwnerFinder {
  /** Destinations to inspect: only the first that is short of ports gets advice. */
  private static final int MOST = 5;

  private final Map<Integer, Long> listeners;
  private final List<FlowCounter.Flow> flows;

  /**
   * @param listeners an inode of a listener by its port
   */
  DestinationOwnerFinder(Map<Integer, Long> listeners, List<FlowCounter.Flow> flows) {
    this.listeners = listeners;
    this.flows = flows;
  }

  /**
   * Returns the owners of the destinations with half of their ports in use, or more. Nothing is
   * inspected if there is none.
   *
   * @param inspect looks for the processes of the sockets, in /proc or in a copy
   */
  List<DestinationOwners> find(List<PortUse> destinations, Consumer<SocketOwnerFinder> inspect) {
    List<PortUse> many =
        destinations.stream().filter(use -> 2L * use.inUse() >= use.ports()).limit(MOST).toList();
    Set<Long> all = new HashSet<>();
    many.forEach(use -> all.addAll(opening(use)));
    many.forEach(use -> all.addAll(listening(use)));
    SocketOwnerFinder finder = new SocketOwnerFinder(all);
    if (finder.missing() > 0) {
      inspect.accept(finder);
    }
    Map<Long, SocketOwner> found = finder.byInode();
    return many.stream()
        .map(
            use ->
                new DestinationOwners(
                    use.from(),
                    use.to(),
                    use.port(),
                    owners(opening(use), found),
                    owners(listening(use), found)))
        .filter(owners -> !owners.openers().isEmpty() || !owners.listeners().isEmpty())
        .toList();
  }

  private List<Long> opening(PortUse use) {
    return flows.stream()
        .filter(
            flow ->
                flow.port() == use.port()
                    && flow.local().toString().equals(use.from())
                    && flow.remote().toString().equals(use.to()))
        .flatMap(flow -> flow.inodes().stream())
        .toList();
  }

  private List<Long> listening(PortUse use) {
    Long inode = use.staysOnHost() ? listeners.get(use.port()) : null;
    return inode == null ? List.of() : List.of(inode);
  }

  private static List<SocketOwner> owners(List<Long> inodes, Map<Long, SocketOwner> found) {
    Map<SocketOwner, Long> counts =
        inodes.stream()
            .map(found::get)
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> new SocketOwner(e.getKey().pid(), e.getKey().command(), e.getValue().intValue()))
        .sorted(
            Comparator.comparingInt(SocketOwner::sockets)
                .reversed()
                .thenComparingLong(SocketOwner::pid))
        .toList();
  }
}
