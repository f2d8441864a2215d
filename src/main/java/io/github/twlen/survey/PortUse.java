// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.FlowCounter;
import io.github.twlen.survey.proc.TimeLeftHistogram;
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
    @Nullable Double exhaustedInSeconds) {
  /** From this share of used ports on, ports are short. */
  private static final double TIGHT = 0.8;

  /** From this share on, connect() would have reused a port if it could. */
  private static final double FULL = 0.9;

  /** With reuse: while the table is read, some ports become reusable and some are reused. */
  private static final double NONE_LEFT = 0.95;

  /** A few sockets are missed in a table that changes while it is read. */
  private static final double ALL = 0.98;

  /** Fewer sockets give no rate. */
  private static final int FEW = 10;

  /** Steps of the simulation over one length. */
  private static final int STEPS = 600;

  /**
   * Judges a flow.
   *
   * @param length of TIME_WAIT in seconds
   * @param recycled {@code TWRecycled}, if known
   */
  public static PortUse of(
      FlowCounter.Flow flow,
      int ports,
      double length,
      TcpSettings settings,
      @Nullable Long recycled) {
    boolean loopback = flow.local().isLoopback() || flow.remote().isLoopback();
    double delay = Math.min(length, settings.reuseAfterSeconds());
    TimeLeftHistogram timeLeft = flow.timeLeft();
    boolean never =
        recycled != null
            && recycled == 0
            && flow.timeWait() >= FULL * ports
            && timeLeft.cameBesideOld(delay);
    boolean reusable = settings.reuses(loopback) && !never;
    int open = flow.sockets() - flow.timeWait();
    double rate = timeLeft.bornPerSecond(length);
    double level = open + rate * length;
    if (reusable) {
      // The table has only the last socket of a port, so the newest sockets give the rate.
      boolean fast = delay > 0 && timeLeft.young() >= FEW;
      rate = fast ? Math.max(rate, timeLeft.young() / delay) : rate;
      level = open + Math.max(timeLeft.young(), rate * delay);
    }
    Double full = full(flow, ports, length, rate);
    return new PortUse(
        flow.local().toString(),
        flow.remote().toString(),
        flow.port(),
        ports,
        flow.sockets(),
        flow.timeWait(),
        timeLeft.young(),
        NumberFormat.thousandths(rate),
        reusable && (recycled == null || recycled > 0),
        loopback,
        reusable,
        NumberFormat.thousandths(level),
        full,
        reusable ? exhaustedOver(flow, ports, level, rate) : full);
  }

  /** With reuse: the time until each port has an open or not yet reusable socket. */
  private static @Nullable Double exhaustedOver(
      FlowCounter.Flow flow, int ports, double level, double rate) {
    if (flow.sockets() >= ALL * ports && level >= NONE_LEFT * ports) {
      return 0.0;
    }
    int blocked = flow.sockets() - flow.timeWait() + flow.timeLeft().young();
    return level >= ports ? Math.max(0, ports - blocked) / rate : null;
  }

  private static @Nullable Double full(
      FlowCounter.Flow flow, int ports, double length, double rate) {
    int open = flow.sockets() - flow.timeWait();
    for (int step = 0; step <= STEPS; step++) {
      double seconds = length * step / STEPS;
      if (open + flow.timeLeft().leftAfter(seconds) + rate * seconds >= ports) {
        return seconds;
      }
    }
    return null;
  }

  /** Returns the share of blocked ports; a reusable port is not blocked. */
  public double pressure() {
    int blocked = reusable ? 0 : inUse;
    return ports == 0 ? 1 : Math.max(blocked, Math.min(levelsOff, ports)) / ports;
  }

  /** Returns whether ports are exhausted, nearly so, or will be. */
  public boolean hasShortage() {
    return exhaustedInSeconds != null || pressure() >= TIGHT;
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
