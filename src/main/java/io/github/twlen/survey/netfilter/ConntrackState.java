// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netfilter;

/**
 * Entries of the connection table in one state.
 *
 * @param state of TCP, such as {@code CLOSE_WAIT}; the protocol's name for others
 * @param entries their number
 * @param forwarded of these, connections between other hosts or containers, not of this host
 * @param old of these, older than the shorter timeout of {@link ConntrackTimeout}; 0 if it has none
 */
public record ConntrackState(String state, long entries, long forwarded, long old) {}
