// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SocketState;
import org.jspecify.annotations.Nullable;

/**
 * The row of {@code /proc/net/tcp} or {@code tcp6} that is being looked at: one object for a whole
 * table. The form is that of {@code get_tcp4_sock()}, {@code get_timewait4_sock()} and {@code
 * get_openreq4()} in {@code net/ipv4/tcp_ipv4.c}, the same since 2.6: the number of the row with as
 * many blanks before it as fill four places, and so none from 10,000 on; all but the user, the time
 * and the inode in hexadecimal. An address is printed as the words that the processor holds: those
 * of a host that begins with the low byte, as x86 and ARM do.
 */
public final class TableRow {
  /** The timer of a small socket, in TIME_WAIT or an orphan's FIN_WAIT2. */
  static final int TIMEWAIT_TIMER = 3;

  private static final long BAD = -1;

  /** What each byte is as a hexadecimal digit; -1 for none. A million rows ask 60 million times. */
  private static final byte[] DIGITS = new byte[256];

  static {
    for (int i = 0; i < DIGITS.length; i++) {
      DIGITS[i] = (byte) Character.digit(i, 16);
    }
  }

  /** How many of a timer's units a second has (USER_HZ). */
  public static final int TICKS = 100;

  /** The greatest length that a kernel can have, in hundredths of a second. */
  private static final long LONGEST = TimewaitLength.GREATEST * (long) TICKS;

  private byte[] bytes = {};
  private int at;
  private int end;

  /** Which row of the table it is, from 0. */
  long number;

  /** The halves of the addresses, see {@link Address}. */
  long localHigh;

  public long localLow;
  long remoteHigh;
  public long remoteLow;
  int localPort;
  int remotePort;
  public @Nullable SocketState state;

  /** Of a listener: how many connections wait to be accepted. */
  long received;

  /** Which timer runs: {@value #TIMEWAIT_TIMER}, for instance. */
  int timer;

  /** What the timer has left, in hundredths of a second (USER_HZ). */
  public long left;

  /** 0 where no file descriptor stands for the socket. */
  long inode;

  /**
   * Reads a row.
   *
   * @param from its first byte
   * @param to behind its last byte, the line feed not counted
   * @param words of an address: 1 in {@code tcp}, 4 in {@code tcp6}
   * @return whether it is one; when not, no field means anything
   */
  boolean parse(byte[] table, int from, int to, int words) {
    bytes = table;
    at = from;
    end = to;
    blanks();
    number = decimal();
    if (number == BAD || !skip(':') || !blanks() || !address(words)) {
      return false;
    }
    localHigh = high;
    localLow = low;
    localPort = port();
    if (localPort < 0 || !blanks() || !address(words)) {
      return false;
    }
    remoteHigh = high;
    remoteLow = low;
    remotePort = port();
    if (remotePort < 0 || !blanks()) {
      return false;
    }
    state = SocketState.of(hex(2, 2));
    return state != null && blanks() && queues() && blanks() && timer() && owner();
  }

  private boolean queues() {
    if (hex(1, 8) == BAD || !skip(':')) {
      return false;
    }
    received = hex(1, 8);
    return received != BAD;
  }

  /** The timer, what it has left, and how often something was sent again. */
  private boolean timer() {
    timer = (int) hex(1, 2);
    if (timer == BAD || !skip(':')) {
      return false;
    }
    left = hex(1, 15);
    boolean possible = left != BAD && (timer != TIMEWAIT_TIMER || left <= LONGEST);
    return possible && blanks() && hex(1, 8) != BAD;
  }

  /** The user, the time and the inode; the inode must end, or it may be cut off. */
  private boolean owner() {
    if (!blanks() || decimal() == BAD || !blanks() || decimal() == BAD || !blanks()) {
      return false;
    }
    inode = decimal();
    return inode != BAD && at < end && bytes[at] == ' ';
  }

  private long high;
  private long low;

  private boolean address(int words) {
    if (words == 1) {
      long word = hex(8, 8);
      high = 0;
      low = Address.mapped(Integer.reverseBytes((int) word));
      return word != BAD;
    }
    long first = hex(8, 8);
    long second = hex(8, 8);
    long third = hex(8, 8);
    long fourth = hex(8, 8);
    high = joined(first, second);
    low = joined(third, fourth);
    return first != BAD && second != BAD && third != BAD && fourth != BAD;
  }

  private static long joined(long one, long other) {
    return (long) Integer.reverseBytes((int) one) << 32
        | (Integer.reverseBytes((int) other) & 0xFFFFFFFFL);
  }

  private int port() {
    return skip(':') ? (int) hex(4, 4) : -1;
  }

  /** Between least and most hexadecimal digits. */
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

  /** Up to 18 digits, after a sign or none: the kernel prints some counters with one. */
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

  /** At least one blank, and all that follow. */
  private boolean blanks() {
    int before = at;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at > before;
  }
}
