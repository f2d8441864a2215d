// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * Sockets in TIME_WAIT of connections that came from one address to one port of this host.
 *
 * @param from the remote address
 * @param localPort the port here
 * @param listening whether somebody listens there now; when not, who opened the connections is not
 *     sure
 * @param timeWait how many
 */
public record Peer(String from, int localPort, boolean listening, int timeWait) {}
