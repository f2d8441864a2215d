// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import org.jspecify.annotations.Nullable;

/**
 * Ports that connections from one local address to one destination use. Ports run out here: both
 * addresses and both ports (the four-tuple) identify a connection, so each destination has the
 * whole range.
 *
 * @param from the local address
 * @param to the remote address
 * @param port the remote port
 * @param ports that a connection to the destination can use
 * @param inUse ports with a socket in any state
 * @param timeWait of these, in TIME_WAIT
 * @param young of these, not yet reusable, see {@link ReuseEligibility}
 * @param bornPerSecond sockets that lately entered TIME_WAIT each second
 * @param rateIsLeast whether the rate may be higher: a reused socket is no longer in a table
 * @param loopback whether the connections stay on this host
 * @param reusable whether {@code connect()} may reuse ports in TIME_WAIT; false if it is configured
 *     but has never happened although nearly all ports had reusable sockets
 * @param levelsOff blocked ports if this rate lasts: open connections, and the sockets of one
 *     length, or of one reuse delay if ports are reused; may exceed {@code ports}
 * @param fullInSeconds time until each port has a socket at this rate, 0 if each has one; from then
 *     on, connections depend on reuse. Null if that does not happen
 * @param exhaustedInSeconds time until no port is usable at this rate, 0 if none is usable now;
 *     null if that does not happen
 * @param synSent of the ports in use, in SYN_SENT: the destination has not answered yet
 * @param waitSeconds for how long a closed connection is in TIME_WAIT here, which {@code
 *     tcp_tw_recycle} shortens
 * @param closedPerSecond connections that close each second, also those that skip TIME_WAIT because
 *     of {@code tcp_max_tw_buckets}
 * @param unhiddenLevel what {@code levelsOff} would be if every closed connection waited the whole
 *     length; null if no setting shortens or skips TIME_WAIT
 */
public record PortUse(
    String from,
    String to,
    int port,
    int ports,
    int inUse,
    int timeWait,
    int young,
    double bornPerSecond,
    boolean rateIsLeast,
    boolean loopback,
    boolean reusable,
    double levelsOff,
    @Nullable Double fullInSeconds,
    @Nullable Double exhaustedInSeconds,
    int synSent,
    double waitSeconds,
    double closedPerSecond,
    @Nullable Double unhiddenLevel) {
  /** From this share of used ports on, ports are short. */
  private static final double TIGHT = 0.8;

  /** From this share on, connect() would have reused a port if it could. */
  private static final double FULL = 0.9;

  /** Fewer unanswered connections may be answered a moment later. */
  private static final int SILENT = 100;

  /** Returns the share of blocked ports; a reusable port is not blocked. */
  public double pressure() {
    int blocked = reusable ? 0 : inUse;
    return ports == 0 ? 1 : Math.max(blocked, Math.min(levelsOff, ports)) / ports;
  }

  /** Returns whether ports are exhausted, nearly so, or will be. */
  public boolean hasShortage() {
    return exhaustedInSeconds != null || pressure() >= TIGHT;
  }

  /** Returns whether ports would be short if every closed connection waited the whole length. */
  public boolean hidesShortage() {
    return unhiddenLevel != null && !hasShortage() && unhiddenLevel >= TIGHT * ports;
  }

  /** Returns the same destination if every closed connection waited the whole length. */
  public PortUse unhidden() {
    if (unhiddenLevel == null) {
      return this;
    }
    int open = inUse - timeWait;
    int used = (int) Math.min(ports, Math.max(inUse, unhiddenLevel));
    boolean exhausts = unhiddenLevel >= ports;
    Double seconds = exhausts ? Math.max(0, ports - inUse) / closedPerSecond : null;
    return new PortUse(
        from,
        to,
        port,
        ports,
        used,
        used - open,
        young,
        closedPerSecond,
        rateIsLeast,
        loopback,
        reusable,
        unhiddenLevel,
        seconds,
        seconds,
        synSent,
        waitSeconds,
        closedPerSecond,
        null);
  }

  /** Returns whether more than half of the ports are in use and none is reusable. */
  public boolean needsSearch() {
    return !reusable && !hasShortage() && 2L * inUse > ports;
  }

  /**
   * Returns whether the destination does not answer: more connections wait for an answer than could
   * have been opened in the last second.
   */
  public boolean failsToAnswer() {
    return synSent >= SILENT && synSent > closedPerSecond;
  }

  /** Returns whether most ports in use wait for an answer of a silent destination. */
  public boolean mostlyFailsToAnswer() {
    return failsToAnswer() && 2L * synSent >= inUse;
  }

  /** Returns whether ports would be short without reuse. */
  public boolean leansOnReuse() {
    return reusable && !hasShortage() && (fullInSeconds != null || inUse >= TIGHT * ports);
  }

  /** Returns whether nearly each port has a socket. */
  public boolean full() {
    return inUse >= FULL * ports;
  }

  /** Returns whether no port is usable now, so that some connections have failed. */
  public boolean hasExhaustedPorts() {
    return exhaustedInSeconds != null && exhaustedInSeconds == 0;
  }

  /** Returns the ports that would end the shortage. */
  public double needed() {
    return Math.max(levelsOff, reusable ? 0 : inUse) / TIGHT;
  }

  /**
   * Returns the sustained connections per second.
   *
   * @param wait for how long a closed connection blocks its port, in seconds
   */
  public double mostPerSecond(double wait) {
    return Math.max(0, ports - (inUse - timeWait)) / wait;
  }

  /** Returns whether both ends are on this host. */
  public boolean staysOnHost() {
    return loopback || from.equals(to);
  }

  /** Returns the destination, such as {@code 192.0.2.7:443}. */
  public String destination() {
    return to.indexOf(':') < 0 ? to + ":" + port : "[" + to + "]:" + port;
  }

  /** Returns a time such as {@code 12 s} or {@code <1 s}; empty for null and 0. */
  public static String time(@Nullable Double seconds) {
    if (seconds == null || seconds == 0) {
      return "";
    }
    return seconds < 1 ? "<1 s" : NumberFormat.seconds(Math.rint(seconds));
  }
}
