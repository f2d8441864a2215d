// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.PortRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Which ports of each local address have a connection, whatever its destination: a bit for each
 * port, 8 kilobytes an address, and no more than the first {@value #MOST} addresses.
 */
final class LocalPortUsage {
  /** A host has few addresses from which it opens thousands of connections. */
  static final int MOST = 64;

  private final long[] high = new long[MOST];
  private final long[] low = new long[MOST];
  private final BitSet[] ports = new BitSet[MOST];
  private final int[] sockets = new int[MOST];
  private int addresses;

  /** Most rows have the address of the one before. */
  private int last;

  /** Counts the row's socket. */
  void add(TableRow row) {
    if (!isAt(last, row)) {
      last = 0;
      while (last < addresses && !isAt(last, row)) {
        last++;
      }
      if (last == MOST) {
        last = 0;
        return;
      }
      if (last == addresses) {
        high[last] = row.localHigh;
        low[last] = row.localLow;
        ports[last] = new BitSet(PortRange.PORTS);
        addresses++;
      }
    }
    sockets[last]++;
    ports[last].set(row.localPort);
  }

  private boolean isAt(int place, TableRow row) {
    return place < addresses && high[place] == row.localHigh && low[place] == row.localLow;
  }

  /**
   * The addresses that use most ports, the greatest first.
   *
   * @param number at most so many
   * @param capacity how many ports a program can have
   */
  List<AddressUse> told(int number, int capacity) {
    List<AddressUse> all = new ArrayList<>();
    for (int i = 0; i < addresses; i++) {
      String address = new Address(high[i], low[i]).toString();
      all.add(new AddressUse(address, capacity, ports[i].cardinality(), sockets[i]));
    }
    all.sort(
        Comparator.comparingInt(AddressUse::portsInUse)
            .thenComparing(AddressUse::sockets)
            .reversed());
    return List.copyOf(all.subList(0, Math.min(number, all.size())));
  }
}
