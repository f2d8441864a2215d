// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.PortRange;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the ports in use at the first {@value #MOST} local addresses, 8 kB each. */
final class LocalPortUsage {
  /** Few addresses of a host open thousands of connections. */
  static final int MOST = 64;

  private static final class Usage {
    private final BitSet ports = new BitSet(PortRange.PORTS);
    private int sockets;
  }

  private final Map<Address, Usage> addresses = new LinkedHashMap<>();

  /** Counts the row's socket. */
  void add(TableRow row) {
    Usage usage = addresses.get(row.local);
    if (usage == null) {
      if (addresses.size() == MOST) {
        return;
      }
      usage = new Usage();
      addresses.put(row.local, usage);
    }
    usage.sockets++;
    usage.ports.set(row.localPort);
  }

  /** Removes a socket that was counted. */
  void remove(Address local, int port) {
    Usage usage = addresses.get(local);
    if (usage != null) {
      usage.sockets--;
      usage.ports.clear(port);
    }
  }

  /**
   * Returns the addresses with most ports in use, the greatest first.
   *
   * @param number the most addresses to return
   * @param capacity the ports that a program can use
   */
  List<AddressUse> greatest(int number, int capacity) {
    return addresses.entrySet().stream()
        .map(
            e ->
                new AddressUse(
                    e.getKey().toString(),
                    capacity,
                    e.getValue().ports.cardinality(),
                    e.getValue().sockets))
        .sorted(
            Comparator.comparingInt(AddressUse::portsInUse)
                .thenComparing(AddressUse::sockets)
                .reversed())
        .limit(number)
        .toList();
  }
}
