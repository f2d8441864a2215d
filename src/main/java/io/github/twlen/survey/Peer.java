// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * TIME_WAIT sockets of connections between one remote address and one local port.
 *
 * @param from the remote address
 * @param listening whether the port has a listener now; without one, the opening side is unknown
 * @param timeWait the number of sockets
 */
public record Peer(String from, int localPort, boolean listening, int timeWait) {}
