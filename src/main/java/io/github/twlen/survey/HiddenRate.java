// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * What makes sockets leave TIME_WAIT early, or skip it, so that the tables show fewer than the
 * connections that closed.
 *
 * @param recycling whether {@code tcp_tw_recycle} is in effect: sockets wait 3.5 retransmission
 *     timeouts; it has no effect without timestamps
 * @param closedPerWaiting connections that closed for each one that entered TIME_WAIT, more than 1
 *     while {@code tcp_max_tw_buckets} is reached; taken from the counters
 */
public record HiddenRate(boolean recycling, double closedPerWaiting) {
  /** All sockets wait the whole length. */
  public static final HiddenRate NONE = new HiddenRate(false, 1);

  /** From this share of tcp_max_tw_buckets on, sockets skip TIME_WAIT. */
  private static final double NEARLY = 0.8;

  /** A recycled socket waits at most this share of the length. */
  private static final double EARLY = 0.25;

  /** Fewer sockets show no length. */
  private static final int FEW = 10;

  /**
   * Reads it from the sysctls and counters.
   *
   * @param timeWait sockets in TIME_WAIT now
   */
  public static HiddenRate of(TcpSettings settings, TcpCounters counters, long timeWait) {
    Long recycle = settings.twRecycle();
    Long timestamps = settings.timestamps();
    boolean on = recycle != null && recycle > 0 && !(timestamps != null && timestamps == 0);
    return new HiddenRate(on, closedPerWaiting(settings, counters, timeWait));
  }

  private static double closedPerWaiting(
      TcpSettings settings, TcpCounters counters, long timeWait) {
    Long limit = settings.maxTwBuckets();
    Long overflow = counters.timeWaitOverflow();
    Long waited = counters.timeWaited();
    if (limit == null || overflow == null || waited == null || timeWait < NEARLY * limit) {
      return 1;
    }
    Long killed = counters.timeWaitKilled();
    double all = waited + (killed == null ? 0.0 : killed);
    return all > 0 ? 1 + overflow / all : 1;
  }

  /**
   * Returns for how long sockets wait: the longest remaining time if they are recycled, which is
   * close to their whole wait if there are many.
   *
   * @param length of TIME_WAIT without recycling, in seconds
   * @param longestLeft of these sockets, in hundredths of a second; negative for none
   */
  double waitSeconds(double length, long longestLeft, long sockets) {
    double longest = longestLeft / 100.0;
    boolean early = recycling && sockets >= FEW && longest > 0 && longest < EARLY * length;
    return early ? longest : length;
  }
}
