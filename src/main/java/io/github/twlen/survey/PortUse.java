package io.github.twlen.survey;

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
 * @param bornPerSecond sockets that came into TIME_WAIT each second, lately
 * @param loopback whether it stays on this host
 * @param reusable whether {@code connect()} may take over a port whose socket waits; not where that
 *     is set, and yet no port was ever taken over although hardly one is left: then the peers use
 *     no timestamps
 * @param levelsOff how many are in use when this rate lasts: those that are open, and a length's
 *     worth of the rate; more than {@code ports} cannot be
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
    double bornPerSecond,
    boolean loopback,
    boolean reusable,
    double levelsOff,
    @Nullable Double exhaustedInSeconds) {
  /** Beyond this part of the ports it is tight. */
  private static final double TIGHT = 0.8;

  /** Beyond this part of them, a port would have been taken over if it could be. */
  private static final double FULL = 0.9;

  /** In so many steps a wait is looked at. */
  private static final int STEPS = 600;

  /**
   * @param recycled {@code TWRecycled}, where it is known
   */
  static PortUse of(
      Flows.Flow flow, int ports, double length, TcpSettings settings, @Nullable Long recycled) {
    boolean loopback = flow.local().isLoopback() || flow.remote().isLoopback();
    boolean never = recycled != null && recycled == 0 && flow.sockets() >= FULL * ports;
    boolean reusable = settings.reuses(loopback) && !never;
    double rate = flow.remainders().bornPerSecond(length);
    int open = flow.sockets() - flow.timeWait();
    // Where ports are taken over, those only stand in the way that have not waited long enough.
    double blocked = reusable ? Math.min(length, settings.reuseAfterSeconds()) : length;
    return new PortUse(
        flow.local().toString(),
        flow.remote().toString(),
        flow.port(),
        ports,
        flow.sockets(),
        flow.timeWait(),
        Words.thousandths(rate),
        loopback,
        reusable,
        Words.thousandths(open + rate * blocked),
        exhausted(flow, ports, length, rate, reusable, open + rate * blocked));
  }

  private static @Nullable Double exhausted(
      Flows.Flow flow, int ports, double length, double rate, boolean reusable, double level) {
    int open = flow.sockets() - flow.timeWait();
    if (reusable) {
      return level >= ports ? 0.0 : null;
    }
    for (int step = 0; step <= STEPS; step++) {
      double seconds = length * step / STEPS;
      if (open + flow.remainders().leftAfter(seconds) + rate * seconds >= ports) {
        return seconds;
      }
    }
    return null;
  }

  /** What part of the ports is in use, where those that can be taken over count as free. */
  double pressure() {
    int blocked = reusable ? inUse - timeWait : inUse;
    return ports == 0 ? 1 : Math.max(blocked, Math.min(levelsOff, ports)) / ports;
  }

  /** Whether it is full, nearly full, or going to be. */
  boolean tight() {
    return exhaustedInSeconds != null || pressure() >= TIGHT;
  }

  /** How many ports it would need to be at ease. */
  double needed() {
    return Math.max(levelsOff, reusable ? inUse - timeWait : inUse) / TIGHT;
  }

  /** How many connections a second it can open for good, each of which waits so long here. */
  double mostPerSecond(double length) {
    return Math.max(0, ports - (inUse - timeWait)) / length;
  }

  /** Such as {@code 192.0.2.7:443}. */
  public String destination() {
    return to.indexOf(':') < 0 ? to + ":" + port : "[" + to + "]:" + port;
  }
}
