// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;

/** Judges limits and timeouts of the kernel. */
final class KernelAdvice {
  /** The size of {@code tw_sock_TCP} in the slab of Linux 6. */
  static final int SOCKET_BYTES = 256;

  /**
   * The greatest default of tcp_max_tw_buckets: half the slots of the socket table, which has at
   * most 524,288 ({@code tcp_sk_init()}, {@code tcp_init()}).
   */
  private static final long DEFAULT_BUCKETS = 262_144;

  private static final double NEARLY = 0.8;

  /** Fewer orphans are not worth a sysctl. */
  private static final long MANY_ORPHANS = 1000;

  private final SurveyData data;

  private KernelAdvice(SurveyData data) {
    this.data = data;
  }

  static List<Advice> of(SurveyData data) {
    KernelAdvice advice = new KernelAdvice(data);
    return List.of(advice.buckets(), ConntrackAdvice.of(data), advice.finTimeout());
  }

  /**
   * Returns the TIME_WAIT sockets now, or those that the present rate leads to.
   *
   * @param length in seconds: the present one, or that without tcp_tw_recycle
   */
  static double expected(SurveyData data, double length) {
    return Math.max((double) data.table().timeWait(), data.table().timeWaitPerSecond() * length);
  }

  private Advice buckets() {
    Long limit = data.settings().maxTwBuckets();
    if (limit == null) {
      return Advice.notNeeded(Remedy.MAX_TW_BUCKETS, data.text("buckets.unknown"));
    }
    // The limit also counts timewait minisockets in FIN_WAIT2, as the kernel's own number does.
    Long now = data.counters().timeWaitNow();
    long held = Math.max(now == null ? 0 : now, data.table().timeWait());
    double expected = Math.max(expected(data, data.length().seconds()), (double) held);
    double later = Math.max(expected, expected(data, data.length().fullSeconds()));
    Long overflow = data.counters().timeWaitOverflow();
    boolean near = expected >= NEARLY * limit;
    boolean nearLater = later >= NEARLY * limit;
    long dropped = overflow == null ? 0 : overflow;
    boolean over = dropped > 0;
    String key = held > data.table().timeWait() ? "buckets.held.all" : "buckets.held";
    Object[] values = {
      "sockets",
      data.text(key, "held", held),
      "limit",
      Math.max(0, limit),
      "overflow",
      dropped,
      "later",
      NumberFormat.about(Math.rint(later))
    };
    String finding =
        data.text(
            overflow == null
                ? "buckets.finding.uncounted"
                : over ? "buckets.finding.overflow" : "buckets.finding.never",
            values);
    if (!nearLater && !over) {
      return Advice.notNeeded(Remedy.MAX_TW_BUCKETS, finding);
    }
    long enough = Math.max(2 * limit, Long.highestOneBit((long) (later * 2)));
    long raised = Math.min(Integer.MAX_VALUE, Math.max(DEFAULT_BUCKETS, enough));
    String memory = NumberFormat.bytes((double) raised * SOCKET_BYTES);
    if (over) {
      finding = data.text(near ? "buckets.low" : "buckets.far", "finding", finding);
    } else if (!near) {
      finding = data.join(finding, data.text("buckets.recycled", values));
    }
    Change raise = Change.sysctl(data, "net.ipv4.tcp_max_tw_buckets", raised, limit);
    return Advice.against(
        near || over ? Harm.BUCKETS_FULL : TwRecycleAdvice.harm(data),
        Remedy.MAX_TW_BUCKETS,
        near ? Standing.DO : Standing.CONSIDER,
        finding,
        data.text("buckets.effect", "raised", raised, "memory", memory),
        overflow == null
            ? Change.of(data.commands("buckets.commands.log")).then(raise)
            : Change.of(data.commands("buckets.commands")).then(raise),
        bucketsRisk());
  }

  private String bucketsRisk() {
    String risk = data.text("buckets.risk");
    return PortShortage.nearest(data)
        .filter(shortage -> shortage.kind() == PortShortage.Kind.HIDDEN && !shortage.isRecycled())
        .map(shortage -> data.join(shortage.text("buckets.risk.ports"), risk))
        .orElse(risk);
  }

  private Advice finTimeout() {
    long orphans = data.table().orphansInFinWait2();
    Long set = data.settings().finTimeoutSeconds();
    String timeout = set == null ? data.text("unknown") : NumberFormat.seconds(set);
    String key = orphans == 0 ? "fin.none" : "fin.some";
    String finding = data.text(key, "timeout", timeout, "orphans", orphans);
    if (orphans < MANY_ORPHANS || set == null || set <= 15) {
      return Advice.notNeeded(Remedy.FIN_TIMEOUT, finding);
    }
    String shorter = NumberFormat.about(orphans * 15.0 / set);
    return Advice.against(
        Harm.FIN_WAIT2_ORPHANED,
        Remedy.FIN_TIMEOUT,
        Standing.CONSIDER,
        data.text("fin.reason", "finding", finding),
        data.text("fin.effect", "shorter", shorter, "orphans", orphans),
        Change.sysctl(data, "net.ipv4.tcp_fin_timeout", 15, set),
        data.text("fin.risk"));
  }
}
