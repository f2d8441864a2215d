// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * A process that holds sockets in CLOSE_WAIT.
 *
 * @param pid its number
 * @param command its name, as {@code /proc/PID/comm} has it: at most 15 bytes
 * @param sockets how many; one that several processes share is counted for the first of them
 */
public record SocketOwner(long pid, String command, int sockets) {}
