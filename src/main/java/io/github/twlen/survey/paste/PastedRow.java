// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.proc.TableRow;
import org.jspecify.annotations.Nullable;

/** The current row of a pasted table; one object serves a whole table. */
final class PastedRow {
  /** Why a row has no usable addresses. */
  enum Lack {
    NONE,
    /** netstat has truncated an IPv6 address. */
    TRUNCATED,
    /** Names, or parts that somebody has hidden. */
    NO_NUMBERS
  }

  final Endpoint local = new Endpoint();
  final Endpoint remote = new Endpoint();
  private final TableRow procRow = new TableRow();

  SocketState state = SocketState.CLOSE;
  boolean isV6;
  Lack lack = Lack.NONE;

  /** Connections in a listener's accept queue. */
  long received;

  /** Hundredths of a second, or {@link TableRow#UNKNOWN}. */
  long left;

  /** Whether a program may hold the socket; false only if the table says that none does. */
  boolean isHeld;

  /** The process ID and name, such as {@code 812/nginx}; null if the row has none. */
  @Nullable String process;

  /** The state of all rows of a table without a column for it; null if unknown. */
  @Nullable SocketState filteredState;

  /** Whether the columns of netstat are too wide to truncate addresses. */
  boolean isWide;

  /** Whether ss prints a dual-stack listener as an asterisk, since iproute2 4.16. */
  boolean hasZeroAddress;

  /** Begins a row. */
  void begin(SocketState newState, long newReceived) {
    state = newState;
    received = newReceived;
    left = TableRow.UNKNOWN;
    isHeld = true;
    process = null;
    lack = Lack.NONE;
  }

  /** Reads a row of {@code /proc/net/tcp} or {@code tcp6}; returns false if it is none. */
  boolean parseProc(PastedLine line, int words) {
    if (!procRow.parse(line.bytes(), line.begin(0), line.end(), words)) {
      return false;
    }
    begin(procRow.state == null ? SocketState.CLOSE : procRow.state, procRow.received());
    isV6 = words > 1;
    local.high = procRow.local.high();
    local.low = procRow.local.low();
    local.port = procRow.localPort();
    remote.high = procRow.remote.high();
    remote.low = procRow.remote.low();
    remote.port = procRow.remotePort();
    left = procRow.left;
    isHeld = procRow.isHeld();
    return true;
  }
}
