// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.KernelFeature;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code ss -K}, which ends TIME_WAIT sockets: an emergency measure if ports are short. The
 * kernel's version and configuration decide whether it works; a trial would need a socket on the
 * host, and a survey leaves none there.
 */
final class EndSocketsAdvice {
  /** Measured on Linux 6.18 with 2,806 sockets, in seconds each. */
  private static final double EACH = 150e-6;

  private EndSocketsAdvice() {}

  static Advice of(SurveyData data) {
    Optional<AddressUse> bound = BindAdvice.scarce(data);
    if (bound.isPresent()) {
      return notNeeded(data, "end.bound");
    }
    Optional<PortShortage> nearest = PortShortage.nearest(data);
    if (nearest.filter(EndSocketsAdvice::isEmergency).isEmpty()) {
      return notNeeded(data, "end.ease");
    }
    PortShortage shortage = nearest.get();
    PortUse worst = shortage.worst();
    if (shortage.isMostlyOpen()) {
      return notNeeded(data, "end.open");
    }
    Optional<Boolean> feature = KernelFeature.END_TIME_WAIT.in(data.release());
    if (feature.isPresent() && !feature.get()) {
      return Advice.notNeeded(Remedy.END_SOCKETS, data.text("end.old", "kernel", data.release()));
    }
    Boolean destroy = data.diagDestroy();
    if (destroy != null && !destroy) {
      return notNeeded(data, "end.config");
    }
    boolean known = feature.isPresent() && destroy != null;
    Object[] values = {
      "finding", shortage.finding(),
      "kernel", data.release(),
      "takes", NumberFormat.seconds(Math.ceil(worst.timeWait() * EACH * 10) / 10),
      "again", again(worst)
    };
    return Advice.against(
        shortage.harm(),
        Remedy.END_SOCKETS,
        Standing.CONSIDER,
        data.text(known ? "end.reason" : "end.reason.unknown", values),
        shortage.text(worst.bornPerSecond() > 0 ? "end.effect.rate" : "end.effect", values),
        Change.of(commands(worst)),
        data.text("end.risk"));
  }

  private static boolean isEmergency(PortShortage shortage) {
    return shortage.kind() == PortShortage.Kind.PRESENT;
  }

  private static Advice notNeeded(SurveyData data, String key) {
    return Advice.notNeeded(Remedy.END_SOCKETS, data.text(key));
  }

  private static String again(PortUse use) {
    return NumberFormat.seconds(Math.rint(use.timeWait() / Math.max(1, use.bornPerSecond())));
  }

  private static List<String> commands(PortUse use) {
    String to = use.to().indexOf(':') < 0 ? use.to() : "[" + use.to() + "]";
    return List.of("ss -K state time-wait dst " + to + " dport = :" + use.port());
  }
}
