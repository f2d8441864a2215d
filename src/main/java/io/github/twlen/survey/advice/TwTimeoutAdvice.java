// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.Optional;

/** Judges {@code tcp_tw_timeout}, which some vendors' kernels have instead of a rebuild. */
final class TwTimeoutAdvice {
  static final String SYSCTL = "net.ipv4.tcp_tw_timeout";

  private TwTimeoutAdvice() {}

  static Advice of(SurveyData data, TimewaitLength wanted, String effect) {
    Long present = data.settings().twTimeoutSeconds();
    if (present == null) {
      // A pasted table has no sysctls; every kernel has this one.
      boolean unread = data.settings().finTimeoutSeconds() == null;
      return Advice.notNeeded(
          Remedy.TW_TIMEOUT, data.text(unread ? "timeout.unknown" : "timeout.none"));
    }
    Object[] values = {"present", present, "wanted", wanted};
    if (present <= wanted.seconds()) {
      return Advice.notNeeded(Remedy.TW_TIMEOUT, data.text("timeout.short", values));
    }
    Change change = Change.sysctl(data, SYSCTL, wanted.seconds(), present);
    String reason = data.text("timeout.reason", values);
    Optional<PortShortage> nearest =
        PortShortage.nearest(data).filter(s -> s.kind() != PortShortage.Kind.SEARCHED);
    if (nearest.isEmpty() || BindAdvice.scarce(data).isPresent()) {
      return Advice.notNeeded(Remedy.TW_TIMEOUT, reason, effect, change);
    }
    PortShortage shortage = nearest.get();
    boolean reuses =
        shortage.worst().reusable() && data.settings().reuseAfterSeconds() <= wanted.seconds();
    if (shortage.isMostlyOpen() || reuses) {
      String key = reuses ? "rebuild.reusable" : "rebuild.open";
      return Advice.notNeeded(
          Remedy.TW_TIMEOUT, data.join(reason, shortage.text(key)), effect, change);
    }
    return Advice.against(
        shortage.harm(),
        Remedy.TW_TIMEOUT,
        Standing.CONSIDER,
        reason,
        RebuildAdvice.faster(shortage, wanted, effect),
        change,
        data.text("timeout.risk", "timeout", RebuildAdvice.greatestTimeout(wanted)));
  }
}
