// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * A local port of incoming connections.
 *
 * @param listening whether the port has a listener now
 * @param timeWait TIME_WAIT sockets of connections that this host closed first
 * @param queued connections in the accept queue
 */
public record Service(int port, boolean listening, int timeWait, int queued) {}
