// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.Conntrack;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.ArrayList;
import java.util.List;

/** Limits of the kernel that sockets run into which wait, and those they do not. */
final class KernelAdvice {
  /** The size of a {@code tw_sock_TCP} in the slab of Linux 6: a quarter of a kilobyte. */
  static final int SOCKET_BYTES = 256;

  /**
   * The most that a kernel sets tcp_max_tw_buckets to by itself: half of the slots of its table of
   * sockets, of which there are 524,288 at most ({@code tcp_sk_init()}, {@code tcp_init()}).
   */
  private static final long USUAL_BUCKETS = 262_144;

  private static final double NEARLY = 0.8;
  private static final double HALF = 0.5;

  /** Fewer orphans than this are not worth a setting. */
  private static final long MANY_ORPHANS = 1000;

  private final SurveyData data;

  private KernelAdvice(SurveyData data) {
    this.data = data;
  }

  static List<Advice> of(SurveyData data) {
    KernelAdvice advice = new KernelAdvice(data);
    List<Advice> all = new ArrayList<>();
    all.add(advice.buckets());
    all.add(advice.conntrack());
    all.add(advice.finTimeout());
    return all;
  }

  /** How many wait now, or will when the present rate lasts. */
  static double expected(SurveyData data) {
    return Math.max(
        (double) data.table().timeWait(),
        data.table().timeWaitPerSecond() * data.length().seconds());
  }

  /** What the kernel holds against tcp_max_tw_buckets: small sockets in FIN_WAIT2 count, too. */
  private long small() {
    Long now = data.counters().timeWaitNow();
    return now == null ? data.table().timeWait() : Math.max(now, data.table().timeWait());
  }

  private Advice buckets() {
    Long most = data.settings().maxTwBuckets();
    if (most == null) {
      return Advice.notNeeded(Remedy.MAX_TW_BUCKETS, "tcp_max_tw_buckets is not known");
    }
    double expected = Math.max(expected(data), (double) small());
    Long overflow = data.counters().timeWaitOverflow();
    boolean near = expected >= NEARLY * most;
    boolean over = overflow != null && overflow > 0;
    String reason =
        NumberFormat.count(small(), "socket")
            + (small() == 1 ? " waits, and " : " wait, and ")
            + NumberFormat.number(Math.max(0, most))
            + " may"
            + (overflow == null
                ? "; whether more wanted to, this kernel does not count"
                : overflow == 0
                    ? "; none ever went without (TCPTimeWaitOverflow is 0)"
                    : "; "
                        + NumberFormat.count(overflow, "socket")
                        + " did not wait since counting began (TCPTimeWaitOverflow)");
    if (!near && !over) {
      return Advice.notNeeded(Remedy.MAX_TW_BUCKETS, reason);
    }
    long enough = Math.max(2 * most, Long.highestOneBit((long) (expected * 2)));
    long more = Math.min(Integer.MAX_VALUE, Math.max(USUAL_BUCKETS, enough));
    return new Advice(
        Remedy.MAX_TW_BUCKETS,
        near ? Standing.DO : Standing.CONSIDER,
        reason + grows(near, over),
        NumberFormat.number(more)
            + " may wait, in at most "
            + NumberFormat.bytes((double) more * SOCKET_BYTES)
            + " of memory",
        List.of(
            "nstat -az TcpExtTCPTimeWaitOverflow", "sysctl -w net.ipv4.tcp_max_tw_buckets=" + more),
        "only that memory; never make it less: a socket that does not wait leaves its peer's last"
            + " FIN unanswered, or a late segment to the next connection");
  }

  private static String grows(boolean near, boolean over) {
    if (!near) {
      return ", but few wait now: see whether it still grows";
    }
    return over ? ": more would wait, and what is told of numbers and rates is too low" : "";
  }

  private Advice conntrack() {
    Conntrack conntrack = data.conntrack();
    if (conntrack == null) {
      return Advice.notNeeded(Remedy.CONNTRACK, "this host has no table of conntrack's");
    }
    if (conntrack.entries() == null || conntrack.most() == null) {
      return Advice.notNeeded(
          Remedy.CONNTRACK,
          conntrack.entries() == null
              ? "how many connections conntrack follows is not known"
              : "how many connections conntrack has room for is not known");
    }
    if (conntrack.most() == 0) {
      return Advice.notNeeded(
          Remedy.CONNTRACK, "conntrack has room without limit (nf_conntrack_max is 0)");
    }
    long entries = conntrack.entries();
    String reason =
        "conntrack follows "
            + NumberFormat.count(entries, "connection")
            + ", and has room for "
            + NumberFormat.number(conntrack.most());
    if (entries == 0) {
      return Advice.notNeeded(Remedy.CONNTRACK, "conntrack follows no connection here");
    }
    if (entries < HALF * conntrack.most()) {
      return Advice.notNeeded(Remedy.CONNTRACK, reason);
    }
    long wait = conntrack.timeWaitSeconds() == null ? 120 : conntrack.timeWaitSeconds();
    double over = Math.min((double) entries, data.table().timeWaitPerSecond() * wait);
    return new Advice(
        Remedy.CONNTRACK,
        entries >= NEARLY * conntrack.most() ? Standing.DO : Standing.CONSIDER,
        reason + "; beyond, new connections are dropped",
        "it keeps a connection that is over for "
            + NumberFormat.seconds(wait)
            + ", whatever the length of TIME_WAIT, rebuilt or not: about "
            + NumberFormat.about(over)
            + " of these; with 30 s about "
            + NumberFormat.about(over * Math.min(1, 30.0 / Math.max(1, wait)))
            + ", or twice the room",
        List.of(
            "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_time_wait=30",
            "sysctl -w net.netfilter.nf_conntrack_max="
                + Math.min(Integer.MAX_VALUE, 2 * conntrack.most())),
        "an entry takes some 320 bytes; a late segment of a connection that conntrack has forgotten"
            + " is one of no connection to a firewall's rules");
  }

  private Advice finTimeout() {
    long orphans = data.table().orphansInFinWait2();
    Long set = data.settings().finTimeoutSeconds();
    String now = set == null ? "" : " (" + NumberFormat.seconds(set) + ")";
    String nothing =
        "it does not change TIME_WAIT: it ends sockets in FIN_WAIT2 that no program has open"
            + now
            + ", and "
            + (orphans == 0 ? "there is none" : NumberFormat.number(orphans) + " are so");
    if (orphans < MANY_ORPHANS || set == null || set <= 15) {
      return Advice.notNeeded(Remedy.FIN_TIMEOUT, nothing);
    }
    return new Advice(
        Remedy.FIN_TIMEOUT,
        Standing.CONSIDER,
        nothing + ": peers that do not close their side",
        "with 15 s about "
            + NumberFormat.about(orphans * 15.0 / set)
            + " of these instead of "
            + NumberFormat.number(orphans)
            + ", and as many in TIME_WAIT as before",
        List.of("sysctl -w net.ipv4.tcp_fin_timeout=15"),
        "a peer that goes on sending for longer after this side has closed gets a reset");
  }
}
