// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import java.util.List;

/**
 * The processes at both ends of the connections to a destination, as far as this user may inspect
 * them. A TIME_WAIT socket belongs to no process, so only open connections show who opens them.
 *
 * @param from the local address
 * @param to the remote address
 * @param port the remote port
 * @param openers processes that hold connections to it
 * @param listeners processes that listen on the port, if the destination is this host
 */
public record DestinationOwners(
    String from, String to, int port, List<SocketOwner> openers, List<SocketOwner> listeners) {
  /** Copies the lists. */
  public DestinationOwners {
    openers = List.copyOf(openers);
    listeners = List.copyOf(listeners);
  }

  boolean isOf(PortUse use) {
    return from.equals(use.from()) && to.equals(use.to()) && port == use.port();
  }
}
