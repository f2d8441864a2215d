// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;

/** Judges {@code tcp_tw_recycle}, which breaks clients behind NAT; removed in Linux 4.12. */
final class TwRecycleAdvice {
  private TwRecycleAdvice() {}

  static Advice of(SurveyData data) {
    Long set = data.settings().twRecycle();
    if (set == null || set == 0) {
      String key =
          set != null
              ? "recycle.off"
              : isRemoved(data.release()) ? "recycle.removed" : "recycle.unknown";
      return Advice.never(Remedy.TW_RECYCLE, data.text(key));
    }
    Long refused = data.counters().pawsPassive();
    return Advice.against(
        refused != null && refused == 0 ? Harm.RECYCLE_ON : Harm.RECYCLE_DROPS,
        Remedy.TW_RECYCLE,
        Standing.DO,
        data.text("recycle.on.reason"),
        refused == null
            ? data.text("recycle.on.effect.unknown")
            : data.text("recycle.on.effect", "refused", refused),
        Change.sysctl(data, "net.ipv4.tcp_tw_recycle", 0, set),
        data.text("recycle.on.risk"));
  }

  private static boolean isRemoved(String release) {
    try {
      return KernelRelease.parse(release).atLeast(4, 12);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
