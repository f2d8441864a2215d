// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import org.jspecify.annotations.Nullable;

/** States of a TCP socket, in the order of the kernel's numbers ({@code net/tcp_states.h}). */
public enum SocketState {
  ESTABLISHED,
  SYN_SENT,
  SYN_RECV,
  FIN_WAIT1,
  FIN_WAIT2,
  TIME_WAIT,
  CLOSE,
  CLOSE_WAIT,
  LAST_ACK,
  LISTEN,
  CLOSING;

  /** {@code TCP_NEW_SYN_RECV}: a request, which the tables show as SYN_RECV. */
  private static final int NEW_SYN_RECV = 12;

  private static final SocketState[] ALL = values();

  /** Returns the state with the kernel's number, from 1; null for a number that no table shows. */
  public static @Nullable SocketState of(long number) {
    if (number == NEW_SYN_RECV) {
      return SYN_RECV;
    }
    return number >= 1 && number <= ALL.length ? ALL[(int) number - 1] : null;
  }
}
