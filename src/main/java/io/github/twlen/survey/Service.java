// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * A port of this host.
 *
 * @param port its number
 * @param listening whether somebody listens there now
 * @param timeWait sockets in TIME_WAIT of connections that were closed from here first
 * @param queued connections that wait to be accepted
 */
public record Service(int port, boolean listening, int timeWait, int queued) {}
