// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;

/**
 * Judges {@code tcp_max_orphans}: connections that a program has closed, and whose last data the
 * peer has not acknowledged. Beyond the limit, the kernel resets them. It counts a stalled peer up
 * to four times ({@code tcp_out_of_resources()}), so the resets begin at a quarter of the limit.
 */
final class OrphanAdvice {
  /** From this share of the limit on, it is nearly reached. */
  private static final double NEARLY = 0.8;

  private static final double STALLED = 0.25;

  /** The unswappable memory of an orphan ({@code ip-sysctl.rst}), in bytes. */
  private static final double BYTES = 65_536;

  /** One reset connection in this many is noise. */
  private static final long RARE = 1000;

  private OrphanAdvice() {}

  static Advice of(SurveyData data) {
    Long now = data.counters().orphansNow();
    Long limit = data.settings().maxOrphans();
    Long counted = data.counters().abortOnMemory();
    if (now == null || limit == null) {
      String key = now == null ? "orphans.unknown" : "orphans.unlimited";
      return Advice.notNeeded(Remedy.ORPHANS, data.text(key));
    }
    long resets = counted == null ? 0 : counted;
    Object[] values = {
      "orphans",
      now,
      "limit",
      limit,
      "resets",
      resets,
      "each",
      NumberFormat.bytes(BYTES),
      "raised",
      raised(limit),
      "memory",
      NumberFormat.bytes(BYTES * raised(limit)),
      "room",
      raised(limit) - limit,
      "percent",
      NumberFormat.percent((raised(limit) - limit) / (double) Math.max(1, limit))
    };
    String finding =
        data.text(counted == null ? "orphans.finding.uncounted" : "orphans.finding", values);
    boolean resetting = resets > 0 && now >= STALLED * limit;
    boolean near = now >= NEARLY * limit && now > 0;
    boolean often = resets > 0 && resets >= (double) opens(data) / RARE;
    if (!resetting && !near && !often) {
      return Advice.notNeeded(Remedy.ORPHANS, finding);
    }
    if (!resetting && !near) {
      return Advice.against(
          Harm.ORPHANS_FILLING,
          Remedy.ORPHANS,
          Standing.CONSIDER,
          data.join(finding, data.text("orphans.far")),
          data.text("orphans.far.effect"),
          Change.of(data.commands("orphans.far.commands")),
          data.text("orphans.far.risk"));
    }
    boolean atLimit = resetting || now >= limit;
    return Advice.against(
        atLimit ? Harm.ORPHANS_RESET : Harm.ORPHANS_FILLING,
        Remedy.ORPHANS,
        atLimit ? Standing.DO : Standing.CONSIDER,
        finding,
        data.text("orphans.effect", values),
        Change.of(data.commands("orphans.commands"))
            .then(Change.sysctl(data, "net.ipv4.tcp_max_orphans", raised(limit), limit)),
        data.text("orphans.risk", values));
  }

  private static long raised(long limit) {
    return Math.min(Integer.MAX_VALUE, Math.max(2 * limit, 4096));
  }

  private static long opens(SurveyData data) {
    Long active = data.counters().activeOpens();
    Long passive = data.counters().passiveOpens();
    return (active == null ? 0 : active) + (passive == null ? 0 : passive);
  }
}
