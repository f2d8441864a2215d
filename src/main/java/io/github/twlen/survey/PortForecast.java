// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.FlowCounter;
import io.github.twlen.survey.proc.TimeLeftHistogram;
import org.jspecify.annotations.Nullable;

/** Forecasts the ports that the connections to one destination use, from their sockets now. */
public final class PortForecast {
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

  private PortForecast() {}

  /**
   * Forecasts the ports of a flow.
   *
   * @param full the length of TIME_WAIT without recycling, in seconds
   * @param hidden what hides closed connections
   * @param recycled {@code TWRecycled}, if known
   */
  public static PortUse of(
      FlowCounter.Flow flow,
      int ports,
      double full,
      HiddenRate hidden,
      TcpSettings settings,
      @Nullable Long recycled) {
    double length = hidden.waitSeconds(full, flow.longestLeft(), flow.timeWait());
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
    double closed = rate * hidden.closedPerWaiting();
    double blocked = reusable ? Math.min(full, settings.reuseAfterSeconds()) : full;
    boolean isHidden = length < full || closed > rate;
    Double filled = full(flow, ports, length, rate);
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
        filled,
        reusable ? exhaustedOver(flow, ports, level, rate) : filled,
        flow.synSent(),
        length,
        NumberFormat.thousandths(closed),
        isHidden ? NumberFormat.thousandths(open + closed * blocked) : null);
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
}
