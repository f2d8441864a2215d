// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SocketState;
import org.jspecify.annotations.Nullable;

/**
 * The current row of {@code /proc/net/tcp} or {@code tcp6}; one object serves a whole table. The
 * format is that of {@code get_tcp4_sock()}, {@code get_timewait4_sock()} and {@code
 * get_openreq4()} in {@code net/ipv4/tcp_ipv4.c}, unchanged since 2.6. The row number is padded to
 * four places, so rows from 10,000 on begin without a space. All fields but uid, timeout and inode
 * are hexadecimal. An address is printed in words of the processor, here little-endian ones as on
 * x86 and ARM.
 */
public final class TableRow {
  /** Units of a timer in a second (USER_HZ). */
  public static final int TICKS = 100;

  /** The remaining time of a socket whose table shows no timers. */
  public static final long UNKNOWN = -1;

  /** The timer of a timewait minisocket, in TIME_WAIT or in an orphan's FIN_WAIT2. */
  static final int TIMEWAIT_TIMER = 3;

  /** The longest possible TIME_WAIT, in hundredths of a second. */
  private static final long LONGEST = TimewaitLength.GREATEST * (long) TICKS;

  private static final long BAD = -1;

  /** The value of each hexadecimal digit, else -1: a table lookup for 60 million digits. */
  private static final byte[] DIGITS = new byte[256];

  static {
    for (int i = 0; i < DIGITS.length; i++) {
      DIGITS[i] = (byte) Character.digit(i, 16);
    }
  }

  private byte[] bytes = {};
  private int at;
  private int end;

  /** The row number, from 0. */
  long number;

  public Address local = Address.v4(0);
  public Address remote = Address.v4(0);
  int localPort;
  int remotePort;
  public @Nullable SocketState state;

  /** A listener's number of connections in the accept queue. */
  long received;

  /** The running timer, such as {@value #TIMEWAIT_TIMER}. */
  int timer;

  /** The remaining time of the timer, in hundredths of a second; or {@link #UNKNOWN}. */
  public long left;

  /** The inode; 0 for a socket without a file descriptor. */
  long inode;

  /** Whether addresses and ports are valid; a pasted table may have truncated ones. */
  boolean hasAddresses = true;

  /**
   * Sets a row of a pasted table.
   *
   * @param received connections in a listener's accept queue
   * @param left hundredths of a second, or {@link #UNKNOWN}
   * @param isHeld whether a program may hold the socket
   */
  public void set(SocketState state, long received, long left, boolean isHeld) {
    this.state = state;
    this.received = received;
    this.left = left;
    this.inode = isHeld ? 1 : 0;
    this.hasAddresses = false;
  }

  /** Sets the addresses and ports of this row, after {@link #set}. */
  public void setAddresses(Address local, int localPort, Address remote, int remotePort) {
    this.local = local;
    this.localPort = localPort;
    this.remote = remote;
    this.remotePort = remotePort;
    this.hasAddresses = true;
  }

  /** Returns the local port of a parsed row. */
  public int localPort() {
    return localPort;
  }

  /** Returns the remote port of a parsed row. */
  public int remotePort() {
    return remotePort;
  }

  /** Returns the connections in a listener's accept queue. */
  public long received() {
    return received;
  }

  /** Returns whether a file descriptor refers to the socket. */
  public boolean isHeld() {
    return inode != 0;
  }

  /**
   * Parses a row; returns false if it is none, and then no field is valid.
   *
   * @param from its first byte
   * @param to the byte after its last one, without the newline
   * @param words of an address: 1 in {@code tcp}, 4 in {@code tcp6}
   */
  public boolean parse(byte[] table, int from, int to, int words) {
    bytes = table;
    at = from;
    end = to;
    spaces();
    number = decimal();
    if (number == BAD || !skip(':') || !spaces()) {
      return false;
    }
    local = address(words, local);
    localPort = port();
    if (localPort < 0 || !spaces()) {
      return false;
    }
    remote = address(words, remote);
    remotePort = port();
    if (remotePort < 0 || !spaces()) {
      return false;
    }
    state = SocketState.of(hex(2, 2));
    return state != null && spaces() && queues() && spaces() && timer() && owner();
  }

  private boolean queues() {
    boolean sent = hex(1, 8) != BAD && skip(':');
    received = hex(1, 8);
    return sent && received != BAD;
  }

  /** Parses the timer, its remaining time and the number of retransmissions. */
  private boolean timer() {
    timer = (int) hex(1, 2);
    if (timer == BAD || !skip(':')) {
      return false;
    }
    left = hex(1, 15);
    boolean possible = left != BAD && (timer != TIMEWAIT_TIMER || left <= LONGEST);
    return possible && spaces() && hex(1, 8) != BAD;
  }

  /** Parses uid, timeout and inode; a space must follow the inode, or it may be truncated. */
  private boolean owner() {
    if (!spaces() || decimal() == BAD || !spaces() || decimal() == BAD || !spaces()) {
      return false;
    }
    inode = decimal();
    return inode != BAD && at < end && bytes[at] == ' ';
  }

  /**
   * Parses an address; after a bad one, the port is bad too.
   *
   * @param before of the row before: most rows have few local addresses, which share one object
   */
  private Address address(int words, Address before) {
    long high = 0;
    long low = Address.MAPPED << 32;
    if (words == 1) {
      low |= word();
    } else {
      high = word() << 32 | word();
      low = word() << 32 | word();
    }
    return before.high() == high && before.low() == low ? before : new Address(high, low);
  }

  private long word() {
    long word = hex(8, 8);
    if (word == BAD) {
      at = end;
    }
    return Integer.reverseBytes((int) word) & 0xFFFFFFFFL;
  }

  private int port() {
    return skip(':') ? (int) hex(4, 4) : -1;
  }

  /** Parses hexadecimal digits of a bounded number. */
  private long hex(int least, int most) {
    long value = 0;
    int begin = at;
    int limit = Math.min(end, at + most);
    int place = at;
    while (place < limit) {
      int digit = DIGITS[bytes[place] & 0xFF];
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      place++;
    }
    at = place;
    return place - begin < least ? BAD : value;
  }

  /** Parses up to 18 digits; the kernel may print a sign, and a negative number counts as 0. */
  private long decimal() {
    boolean minus = skip('-');
    long value = 0;
    int digits = 0;
    while (digits < 18 && at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + (bytes[at] - '0');
      digits++;
      at++;
    }
    if (digits == 0) {
      return BAD;
    }
    return minus ? 0 : value;
  }

  private boolean skip(char wanted) {
    if (at < end && bytes[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Skips spaces; returns false if there is none. */
  private boolean spaces() {
    int before = at;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at > before;
  }
}
