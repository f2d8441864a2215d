// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.KernelFeature;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;

/**
 * Judges {@code tcp_tw_recycle}, which breaks clients behind NAT; removed in Linux 4.12. Without
 * it, sockets wait the whole length again, so the remedies for the ports that it frees come first.
 */
final class TwRecycleAdvice {
  private static final double DAY = 86_400;

  private TwRecycleAdvice() {}

  static Advice of(SurveyData data) {
    Long set = data.settings().twRecycle();
    if (set == null || set == 0) {
      boolean removed = KernelFeature.NO_TW_RECYCLE.in(data.release()).orElse(false);
      String key = set != null ? "recycle.off" : removed ? "recycle.removed" : "recycle.unknown";
      return Advice.never(Remedy.TW_RECYCLE, data.text(key));
    }
    Change off = Change.sysctl(data, "net.ipv4.tcp_tw_recycle", 0, set);
    if (!isActive(data)) {
      return Advice.against(
          Harm.RECYCLE_IDLE,
          Remedy.TW_RECYCLE,
          Standing.DO,
          data.text("recycle.idle.reason"),
          data.text("recycle.idle.effect"),
          off,
          data.text("recycle.idle.risk"));
    }
    return Advice.against(
        harm(data),
        Remedy.TW_RECYCLE,
        Standing.DO,
        data.text("recycle.on.reason"),
        effect(data),
        off,
        risk(data));
  }

  /** Returns what it does now: it has no effect without timestamps. */
  static Harm harm(SurveyData data) {
    if (!isActive(data)) {
      return Harm.RECYCLE_IDLE;
    }
    Long refused = data.counters().pawsPassive();
    return refused != null && refused == 0 ? Harm.RECYCLE_ON : Harm.RECYCLE_DROPS;
  }

  private static boolean isActive(SurveyData data) {
    Long timestamps = data.settings().timestamps();
    return timestamps == null || timestamps != 0;
  }

  private static String effect(SurveyData data) {
    Long refused = data.counters().pawsPassive();
    if (refused == null) {
      return data.text("recycle.on.effect.unknown");
    }
    String effect = data.text("recycle.on.effect", "refused", refused);
    Long uptime = data.counters().uptimeSeconds();
    if (uptime == null || uptime < DAY || refused == 0) {
      return effect;
    }
    String daily = NumberFormat.about(refused * DAY / uptime);
    return data.join(effect, data.text("recycle.on.daily", "daily", daily));
  }

  private static String risk(SurveyData data) {
    return PortShortage.nearest(data)
        .filter(PortShortage::isRecycled)
        .map(shortage -> shortage.text("recycle.on.risk.ports"))
        .orElseGet(() -> more(data));
  }

  private static String more(SurveyData data) {
    double full = data.length().fullSeconds();
    if (data.length().seconds() == full) {
      return data.text("recycle.on.risk");
    }
    Object[] values = {
      "expected", NumberFormat.about(Math.rint(KernelAdvice.expected(data, full))),
      "timeWait", data.table().timeWait()
    };
    return data.text("recycle.on.risk.sockets", values);
  }
}
