// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.FlowCounter;
import io.github.twlen.survey.proc.TimeLeftHistogram;
import org.jspecify.annotations.Nullable;

/**
 * How the connections from one address of this host to one destination use the ports that they can
 * have. This is where ports run out: a connection is told from others by both addresses and both
 * ports, so each destination has the whole range for itself.
 *
 * @param from the local address
 * @param to the remote address
 * @param port the remote port
 * @param ports how many a connection to there can have
 * @param inUse how many have a socket, in any state
 * @param timeWait of these, in TIME_WAIT
 * @param young of these, too young to be taken over, see {@link ReuseEligibility}
 * @param bornPerSecond sockets that came into TIME_WAIT each second, lately
 * @param rateIsLeast whether more may have come: a socket that was taken over is in no table any
 *     more
 * @param loopback whether it stays on this host
 * @param reusable whether {@code connect()} may take over a port whose socket waits; not where that
 *     is set, and yet no port was ever taken over although connections were opened beside hardly
 *     anything but old sockets
 * @param levelsOff how many stand in the way of a connection when this rate lasts: those that are
 *     open, and a length's worth of the rate, or a delay's worth where they are taken over; more
 *     than {@code ports} cannot be
 * @param fullInSeconds when each port has a socket at this rate, 0 when each has one now; from then
 *     on nothing but taking over keeps it going. Null when it does not come to that
 * @param exhaustedInSeconds when none is left at this rate, 0 when none is left now; null when it
 *     does not come to that
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
  /** Beyond this part of the ports it is tight. */
  private static final double TIGHT = 0.8;

  /** Beyond this part of them, a port would have been taken over if it could be. */
  private static final double FULL = 0.9;

  /**
   * Where they are taken over: between the look at the first row and at the last, some have become
   * old enough that were not, and some have been taken over.
   */
  private static final double NONE_LEFT = 0.95;

  /** Of a table that changes while it is read, a few sockets are missed. */
  private static final double ALL = 0.98;

  /** Fewer young ones are no rate. */
  private static final int FEW = 10;

  /** In so many steps a wait is looked at. */
  private static final int STEPS = 600;

  /**
   * @param recycled {@code TWRecycled}, where it is known
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
      // Of a port that is taken over again and again only the last socket is there: the youngest
      // tell how often that is.
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

  /** Where ports are taken over: when each has a socket that is open or too young. */
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

  /** What part of the ports is in use, where those that can be taken over count as free. */
  public double pressure() {
    int blocked = reusable ? 0 : inUse;
    return ports == 0 ? 1 : Math.max(blocked, Math.min(levelsOff, ports)) / ports;
  }

  /** Whether it is full, nearly full, or going to be. */
  public boolean isShort() {
    return exhaustedInSeconds != null || pressure() >= TIGHT;
  }

  /** Whether it would be tight if no port were taken over. */
  public boolean leansOnReuse() {
    return reusable && !isShort() && (fullInSeconds != null || inUse >= TIGHT * ports);
  }

  /** Whether hardly a port is without a socket. */
  public boolean full() {
    return inUse >= FULL * ports;
  }

  /** Whether what came may be less than what was wanted: some have failed. */
  public boolean isExhausted() {
    return exhaustedInSeconds != null && exhaustedInSeconds == 0;
  }

  /** How many ports it would need to be at ease. */
  public double needed() {
    return Math.max(levelsOff, reusable ? 0 : inUse) / TIGHT;
  }

  /**
   * How many connections a second it can open for good.
   *
   * @param wait for how long each stands in the way after its end, in seconds
   */
  public double mostPerSecond(double wait) {
    return Math.max(0, ports - (inUse - timeWait)) / wait;
  }

  /** Such as {@code 192.0.2.7:443}. */
  public String destination() {
    return to.indexOf(':') < 0 ? to + ":" + port : "[" + to + "]:" + port;
  }

  /**
   * In which time none is left, such as {@code 12 s} or {@code less than a second}; empty when it
   * does not come to that, or none is left now.
   */
  public String exhaustedIn() {
    return inWords(exhaustedInSeconds);
  }

  /** The same of the time in which each port has a socket. */
  public String fullIn() {
    return inWords(fullInSeconds);
  }

  private static String inWords(@Nullable Double seconds) {
    if (seconds == null || seconds == 0) {
      return "";
    }
    return seconds < 1 ? "less than a second" : NumberFormat.seconds(Math.rint(seconds));
  }
}
