// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * A process that holds sockets in CLOSE_WAIT.
 *
 * @param command its name from {@code /proc/PID/comm}, at most 15 bytes
 * @param sockets their number; one that processes share counts for the first of them
 */
public record SocketOwner(long pid, String command, int sockets) {}
