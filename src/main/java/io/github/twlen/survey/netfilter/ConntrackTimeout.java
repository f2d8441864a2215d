// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netfilter;

/**
 * Timeouts of TCP entries that may be shortened, by the state of the entry ({@code
 * nf_conntrack_proto_tcp.c}). In seconds.
 */
public enum ConntrackTimeout {
  /** Five days by default; RFC 5382 allows two hours and four minutes. */
  ESTABLISHED("established", 432_000, 86_400),
  FIN_WAIT("fin_wait", 120, 30),
  CLOSE_WAIT("close_wait", 60, 60),
  TIME_WAIT("time_wait", 120, 30);

  private final String key;
  private final long usual;
  private final long shorter;

  ConntrackTimeout(String key, long usual, long shorter) {
    this.key = key;
    this.usual = usual;
    this.shorter = shorter;
  }

  /** Returns the sysctl's name behind the common prefix. */
  public String sysctl() {
    return "tcp_timeout_" + key;
  }

  /** Returns the kernel's default. */
  public long usual() {
    return usual;
  }

  /** Returns the value to propose instead of a greater one. */
  public long shorter() {
    return shorter;
  }
}
