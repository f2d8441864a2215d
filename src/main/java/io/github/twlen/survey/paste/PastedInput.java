// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

/**
 * A pasted table, and what it does not show.
 *
 * @param format the command that prints such a table, such as {@code ss -tan}
 * @param lines of the input
 * @param sockets TCP sockets of the table
 * @param ignoredLines lines that begin like a row and are none
 * @param firstIgnoredLine the number of the first of them; 0 for none
 * @param secondTableLine the first line of a further table, which is ignored; 0 for none
 * @param truncated sockets whose address netstat has truncated
 * @param unreadable sockets with names or hidden parts instead of numbers
 * @param portsOutside outgoing connections, by their ports, from ports outside of the assumed range
 * @param hasTimers whether TIME_WAIT sockets have their remaining time, or there are none
 * @param hasProcesses whether it names processes
 * @param hasListeners whether it has listeners
 * @param onlyState the state of all its sockets, such as {@code TIME_WAIT}; empty for several
 */
public record PastedInput(
    String format,
    long lines,
    int sockets,
    long ignoredLines,
    long firstIgnoredLine,
    long secondTableLine,
    int truncated,
    int unreadable,
    int portsOutside,
    boolean hasTimers,
    boolean hasProcesses,
    boolean hasListeners,
    String onlyState) {
  /** Returns whether so few addresses are known that the table shows no port shortage. */
  public boolean mostlyUnreadable() {
    return truncated + unreadable > sockets / 2;
  }
}
