// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

/**
 * What a remedy prevents, the most harmful first: this is the order of the advice. The texts {@code
 * harm.*} give the reason of each place, and the pages have the same table.
 */
public enum Harm {
  CONNTRACK_FULL(Urgency.NOW),
  LISTEN_OVERFLOW(Urgency.NOW),
  PORTS_EXHAUSTED(Urgency.NOW),
  ORPHANS_RESET(Urgency.NOW),
  RECYCLE_DROPS(Urgency.NOW),
  PEER_SILENT(Urgency.NOW),
  PORTS_SHORT(Urgency.SOON),
  CONNTRACK_FILLING(Urgency.SOON),
  ORPHANS_FILLING(Urgency.SOON),
  LISTEN_OVERFLOWED(Urgency.SOON),
  RECYCLE_ON(Urgency.SOON),
  RESTART_REFUSED(Urgency.SOON),
  REUSE_NEEDED(Urgency.SOON),
  SOCKETS_LEAKED(Urgency.WASTE),
  BUCKETS_FULL(Urgency.WASTE),
  FIN_WAIT2_HELD(Urgency.WASTE),
  FIN_WAIT2_ORPHANED(Urgency.WASTE),
  PORT_SEARCH(Urgency.WASTE),
  RECYCLE_IDLE(Urgency.WASTE);

  /** When connections are lost. */
  public enum Urgency {
    /** Connections are dropped or refused now. */
    NOW,
    /** Connections will be dropped or refused, at this rate or at the next event. */
    SOON,
    /** Memory, descriptors or processor time is wasted; no connection is lost. */
    WASTE
  }

  private final Urgency urgency;

  Harm(Urgency urgency) {
    this.urgency = urgency;
  }

  public Urgency urgency() {
    return urgency;
  }
}
