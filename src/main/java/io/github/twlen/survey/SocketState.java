// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import org.jspecify.annotations.Nullable;

/** What a TCP socket is in, in the order of the kernel's numbers ({@code net/tcp_states.h}). */
public enum SocketState {
  /** Open in both directions. */
  ESTABLISHED(1),
  /** This host asked for a connection. */
  SYN_SENT(2),
  /** A connection that was asked for and not yet confirmed. */
  SYN_RECV(3),
  /** This host closed, and its FIN is not yet answered. */
  FIN_WAIT1(4),
  /** This host closed; the peer has yet to. */
  FIN_WAIT2(5),
  /** This host closed first, and waits. */
  TIME_WAIT(6),
  /** Not connected. */
  CLOSE(7),
  /** The peer closed; the program here has yet to. */
  CLOSE_WAIT(8),
  /** Both closed, the peer first; the last FIN is not yet answered. */
  LAST_ACK(9),
  /** Accepts connections. */
  LISTEN(10),
  /** Both closed at once. */
  CLOSING(11);

  /** {@code TCP_NEW_SYN_RECV}: a request, which the tables show as SYN_RECV. */
  private static final int NEW_SYN_RECV = 12;

  private static final SocketState[] ALL = values();

  /** The greatest of the kernel's numbers. */
  public static final int GREATEST = ALL.length;

  private final int number;

  SocketState(int number) {
    this.number = number;
  }

  /** The kernel's number, from 1. */
  public int number() {
    return number;
  }

  /**
   * The state with the kernel's number.
   *
   * @return null when no table shows such a one
   */
  public static @Nullable SocketState of(long number) {
    if (number == NEW_SYN_RECV) {
      return SYN_RECV;
    }
    return number >= 1 && number <= GREATEST ? ALL[(int) number - 1] : null;
  }
}
