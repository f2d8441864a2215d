// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.Arrays;
import java.util.Optional;

/**
 * The shortage of ports at the destination that is closest to exhaustion.
 *
 * @param worst this destination
 */
record PortShortage(SurveyData data, PortUse worst) {
  private static final double HALF = 0.5;

  /** Returns the destination with too few ports, or else the one that depends on reuse. */
  static Optional<PortUse> nearest(SurveyData data) {
    return data.table().destinations().stream()
        .filter(PortUse::hasShortage)
        .findFirst()
        .or(() -> leaning(data));
  }

  /**
   * Returns the destination that would have no port without reuse. None if reuse was seen to work
   * in a range that is not narrowed and at most half full.
   */
  private static Optional<PortUse> leaning(SurveyData data) {
    boolean proven = isReuseSeen(data) && !data.range().isNarrowed();
    return data.table().destinations().stream()
        .filter(use -> use.leansOnReuse() && !(proven && use.pressure() < HALF))
        .findFirst();
  }

  private static boolean isReuseSeen(SurveyData data) {
    Long recycled = data.counters().timeWaitRecycled();
    return recycled != null && recycled > 0;
  }

  /** Returns for how long a closed connection blocks its port, in seconds. */
  double blockedSeconds() {
    double length = data.length().seconds();
    return worst.reusable() && !worst.leansOnReuse()
        ? Math.min(length, Math.max(data.settings().reuseAfterSeconds(), 1))
        : length;
  }

  /** Returns a text about the destination; further names and values follow. */
  String text(String key, Object... more) {
    Object[] values = {
      "destination", worst.destination(),
      "ports", worst.ports(),
      "inUse", worst.inUse(),
      "timeWait", worst.timeWait(),
      "open", open(),
      "young", worst.young(),
      "delay", NumberFormat.seconds(data.settings().reuseAfterSeconds()),
      "rate", NumberFormat.about(worst.bornPerSecond()),
      "exhaustedIn", PortUse.time(worst.exhaustedInSeconds()),
      "fullIn", PortUse.time(worst.fullInSeconds()),
      "needed", NumberFormat.about(worst.needed())
    };
    Object[] all = Arrays.copyOf(values, values.length + more.length);
    System.arraycopy(more, 0, all, values.length, more.length);
    return data.text(key, all);
  }

  /** Returns the finding: ports in use, their reuse, and when they are exhausted. */
  String finding() {
    String use = text("short.use");
    if (worst.reusable() && worst.timeWait() > 0) {
      use = data.join(use, text(worst.young() == 0 ? "short.reusable.all" : "short.reusable"));
    }
    return data.join(use, outlook());
  }

  private String outlook() {
    if (worst.hasExhaustedPorts()) {
      return text("short.exhausted");
    }
    if (!worst.leansOnReuse()) {
      return worst.exhaustedInSeconds() == null ? "" : text("short.exhausting");
    }
    boolean filling = worst.fullInSeconds() != null && worst.fullInSeconds() > 0;
    String key = worst.full() ? "short.full" : filling ? "short.filling" : "short.few";
    return data.join(text(key), isReuseSeen(data) ? "" : text("short.unproven"));
  }

  /** Returns the standing of a remedy: not urgent while connect() succeeds by reuse. */
  Standing standing() {
    return worst.leansOnReuse() ? Standing.CONSIDER : Standing.DO;
  }

  /** Returns what the remedies prevent. */
  Harm harm() {
    if (worst.hasExhaustedPorts()) {
      return Harm.PORTS_EXHAUSTED;
    }
    return worst.leansOnReuse() ? Harm.REUSE_NEEDED : Harm.PORTS_SHORT;
  }

  int open() {
    return worst.inUse() - worst.timeWait();
  }

  /** Returns whether open connections use most ports, not TIME_WAIT sockets. */
  boolean isMostlyOpen() {
    return 2 * worst.timeWait() < worst.inUse();
  }

  boolean isEnough(double ports) {
    return ports >= worst.needed();
  }

  /** Returns an effect together with whether its number of ports is enough. */
  String withEnough(String effect, double ports) {
    String key =
        worst.leansOnReuse()
            ? "enough.noReuse"
            : !isEnough(ports)
                ? "enough.not"
                : worst.hasExhaustedPorts() ? "enough.load" : "enough.alone";
    return data.join(effect, text(key));
  }
}
