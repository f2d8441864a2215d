// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import org.jspecify.annotations.Nullable;

/** States of a TCP socket, in the order of the kernel's numbers ({@code net/tcp_states.h}). */
public enum SocketState {
  ESTABLISHED(1),
  SYN_SENT(2),
  SYN_RECV(3),
  FIN_WAIT1(4),
  FIN_WAIT2(5),
  TIME_WAIT(6),
  CLOSE(7),
  CLOSE_WAIT(8),
  LAST_ACK(9),
  LISTEN(10),
  CLOSING(11);

  /** {@code TCP_NEW_SYN_RECV}: a request, which the tables show as SYN_RECV. */
  private static final int NEW_SYN_RECV = 12;

  private static final SocketState[] ALL = values();

  private final int number;

  SocketState(int number) {
    this.number = number;
  }

  /** Returns the kernel's number, from 1 to 11. */
  public int number() {
    return number;
  }

  /** Returns the state with the kernel's number, from 1; null for a number that no table shows. */
  public static @Nullable SocketState of(long number) {
    if (number == NEW_SYN_RECV) {
      return SYN_RECV;
    }
    return number >= 1 && number <= ALL.length ? ALL[(int) number - 1] : null;
  }
}
