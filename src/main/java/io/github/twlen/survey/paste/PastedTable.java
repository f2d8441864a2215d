// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.TerminalText;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.proc.Address;
import io.github.twlen.survey.proc.SocketRows;
import io.github.twlen.survey.proc.TableRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a pasted table, {@value #LONGS} longs each. They are kept because the direction of
 * a connection depends on the listeners, and a pasted table may be sorted.
 */
final class PastedTable implements SocketRows {
  /** Sockets to read; 96 MB. */
  static final int MOST = 2_000_000;

  private static final int LONGS = 6;
  private static final int CHUNK = 1 << 14;
  private static final int LONGEST_NAME = 32;

  /** Processes to name; the others count as unknown. */
  private static final int MOST_OWNERS = 10_000;

  private static final long V6 = 1L << 40;
  private static final long HELD = 1L << 41;
  private static final long ADDRESSED = 1L << 42;
  private static final int STATE = 32;
  private static final int STATE_BITS = 0xFF;

  private final List<long[]> chunks = new ArrayList<>();
  private final Map<String, Integer> owners = new HashMap<>();
  private final BitSet listening = new BitSet();
  private final int[] states = new int[SocketState.values().length + 1];
  private int size;
  private int ownerless;

  int size() {
    return size;
  }

  /** Returns the sockets in a state. */
  int in(SocketState state) {
    return states[state.number()];
  }

  void add(PastedRow row) {
    if (size % CHUNK == 0) {
      chunks.add(new long[CHUNK * LONGS]);
    }
    long[] chunk = chunks.get(size / CHUNK);
    int at = size % CHUNK * LONGS;
    boolean addressed = row.lack == PastedRow.Lack.NONE;
    chunk[at] = row.local.high;
    chunk[at + 1] = row.local.low;
    chunk[at + 2] = row.remote.high;
    chunk[at + 3] = row.remote.low;
    chunk[at + 4] =
        (addressed ? (long) row.local.port << 16 | row.remote.port : 0)
            | (long) row.state.number() << STATE
            | (row.isV6 ? V6 : 0)
            | (row.isHeld ? HELD : 0)
            | (addressed ? ADDRESSED : 0);
    chunk[at + 5] = row.state == SocketState.LISTEN ? row.received : row.left;
    size++;
    states[row.state.number()]++;
    if (row.state == SocketState.LISTEN && addressed) {
      listening.set(row.local.port);
    }
    if (row.state == SocketState.CLOSE_WAIT && row.isHeld) {
      countOwner(row.process);
    }
  }

  private void countOwner(@Nullable String process) {
    if (process == null || (owners.size() >= MOST_OWNERS && !owners.containsKey(process))) {
      ownerless++;
    } else {
      owners.merge(process, 1, Integer::sum);
    }
  }

  @Override
  public void forEach(Consumer<TableRow> v4, Consumer<TableRow> v6) {
    TableRow row = new TableRow();
    pass(row, v4, v6, true);
    pass(row, v4, v6, false);
  }

  private void pass(TableRow row, Consumer<TableRow> v4, Consumer<TableRow> v6, boolean listeners) {
    for (int i = 0; i < size; i++) {
      long[] chunk = chunks.get(i / CHUNK);
      int at = i % CHUNK * LONGS;
      long bits = chunk[at + 4];
      SocketState state = state(bits);
      if ((state == SocketState.LISTEN) != listeners) {
        continue;
      }
      long last = chunk[at + 5];
      row.set(state, listeners ? last : 0, listeners ? 0 : last, (bits & HELD) != 0);
      if ((bits & ADDRESSED) != 0) {
        row.setAddresses(
            new Address(chunk[at], chunk[at + 1]),
            localPort(bits),
            new Address(chunk[at + 2], chunk[at + 3]),
            (int) (bits & 0xFFFF));
      }
      ((bits & V6) != 0 ? v6 : v4).accept(row);
    }
  }

  private static SocketState state(long bits) {
    return Objects.requireNonNull(SocketState.of(bits >> STATE & STATE_BITS));
  }

  private static int localPort(long bits) {
    return (int) (bits >> 16) & 0xFFFF;
  }

  /** Returns the connections from unprivileged ports outside of a range to service ports. */
  int portsOutside(PortRange range) {
    int outside = 0;
    for (int i = 0; i < size; i++) {
      long bits = chunks.get(i / CHUNK)[i % CHUNK * LONGS + 4];
      int port = localPort(bits);
      int remote = (int) (bits & 0xFFFF);
      boolean outgoing = port >= 1024 && remote > 0 && remote < 1 << 15 && !listening.get(port);
      outside += (bits & ADDRESSED) != 0 && outgoing && !range.holds(port) ? 1 : 0;
    }
    return outside;
  }

  @Override
  public List<SocketOwner> owners() {
    List<SocketOwner> all = new ArrayList<>();
    owners.forEach(
        (process, sockets) -> {
          int slash = process.indexOf('/');
          String name = TerminalText.of(process.substring(slash + 1));
          long pid = Long.parseLong(process.substring(0, slash));
          all.add(new SocketOwner(pid, TerminalText.beginning(name, LONGEST_NAME), sockets));
        });
    return all;
  }

  @Override
  public int ownerless() {
    return ownerless;
  }
}
