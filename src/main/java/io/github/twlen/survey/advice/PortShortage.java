// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The shortage of ports at the destination that is closest to exhaustion.
 *
 * @param worst this destination; if its shortage is hidden, as it would be if nothing hid it
 */
record PortShortage(SurveyData data, PortUse worst, Kind kind) {
  private static final double HALF = 0.5;

  /** Kinds of shortages, the most urgent first. */
  enum Kind {
    /** The ports are exhausted, nearly so, or will be. */
    PRESENT,
    /** They would be without tcp_tw_recycle, or with a higher tcp_max_tw_buckets. */
    HIDDEN,
    /** They would be without reuse. */
    REUSED,
    /** More than half is in use, so connect() has to search. */
    SEARCHED
  }

  /** Returns the most urgent shortage; none at a destination that only fails to answer. */
  static Optional<PortShortage> nearest(SurveyData data) {
    List<PortUse> all =
        data.table().destinations().stream().filter(use -> !use.mostlyFailsToAnswer()).toList();
    return first(data, all, PortUse::hasShortage, Kind.PRESENT)
        .or(() -> hidden(data, all))
        .or(() -> first(data, all, use -> leans(data, use), Kind.REUSED))
        .or(() -> first(data, all, PortUse::needsSearch, Kind.SEARCHED));
  }

  private static Optional<PortShortage> first(
      SurveyData data, List<PortUse> all, Predicate<PortUse> test, Kind kind) {
    return all.stream().filter(test).findFirst().map(use -> new PortShortage(data, use, kind));
  }

  private static Optional<PortShortage> hidden(SurveyData data, List<PortUse> all) {
    return all.stream()
        .filter(PortUse::hidesShortage)
        .map(PortUse::unhidden)
        .max(Comparator.comparingDouble(use -> use.levelsOff() / Math.max(1, use.ports())))
        .map(use -> new PortShortage(data, use, Kind.HIDDEN));
  }

  /**
   * Returns whether a destination would have no port without reuse. False if reuse was seen to work
   * in a range that is not narrowed and at most half full.
   */
  private static boolean leans(SurveyData data, PortUse use) {
    boolean proven = isReuseSeen(data) && !data.range().isNarrowed();
    return use.leansOnReuse() && !(proven && use.pressure() < HALF);
  }

  private static boolean isReuseSeen(SurveyData data) {
    Long recycled = data.counters().timeWaitRecycled();
    return recycled != null && recycled > 0;
  }

  /** Returns whether tcp_tw_recycle hides it, not tcp_max_tw_buckets. */
  boolean isRecycled() {
    return kind == Kind.HIDDEN && worst.waitSeconds() < data.length().fullSeconds();
  }

  /** Returns for how long a closed connection blocks its port, in seconds. */
  double blockedSeconds() {
    double length = kind == Kind.PRESENT ? worst.waitSeconds() : data.length().fullSeconds();
    return worst.reusable() && kind != Kind.REUSED
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
      "needed", NumberFormat.about(worst.needed()),
      "wait", NumberFormat.seconds(worst.waitSeconds()),
      "level", NumberFormat.about(Math.rint(worst.levelsOff())),
      "percent", NumberFormat.percent(worst.inUse() / (double) Math.max(1, worst.ports()))
    };
    Object[] all = Arrays.copyOf(values, values.length + more.length);
    System.arraycopy(more, 0, all, values.length, more.length);
    return data.text(key, all);
  }

  /** Returns the finding: ports in use, their reuse, and when they are exhausted. */
  String finding() {
    if (kind == Kind.HIDDEN) {
      String hidden = text(isRecycled() ? "short.recycled" : "short.capped");
      return worst.exhaustedInSeconds() == null
          ? hidden
          : data.join(hidden, text("short.unhidden"));
    }
    String use = text("short.use");
    if (kind == Kind.SEARCHED) {
      return data.join(use, text("short.searched"));
    }
    if (worst.reusable() && worst.timeWait() > 0) {
      use = data.join(use, text(worst.young() == 0 ? "short.reusable.all" : "short.reusable"));
    }
    return data.join(use, outlook());
  }

  private String outlook() {
    if (worst.hasExhaustedPorts()) {
      return text("short.exhausted");
    }
    if (kind != Kind.REUSED) {
      return worst.exhaustedInSeconds() == null ? "" : text("short.exhausting");
    }
    boolean filling = worst.fullInSeconds() != null && worst.fullInSeconds() > 0;
    String key = worst.full() ? "short.full" : filling ? "short.filling" : "short.few";
    return data.join(text(key), isReuseSeen(data) ? "" : text("short.unproven"));
  }

  /** Returns the standing of a remedy: not urgent while connect() succeeds. */
  Standing standing() {
    return kind == Kind.REUSED || kind == Kind.SEARCHED ? Standing.CONSIDER : Standing.DO;
  }

  /** Returns what the remedies prevent. */
  Harm harm() {
    return switch (kind) {
      case PRESENT -> worst.hasExhaustedPorts() ? Harm.PORTS_EXHAUSTED : Harm.PORTS_SHORT;
      case HIDDEN -> isRecycled() ? TwRecycleAdvice.harm(data) : Harm.BUCKETS_FULL;
      case REUSED -> Harm.REUSE_NEEDED;
      case SEARCHED -> Harm.PORT_SEARCH;
    };
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
    if (kind == Kind.SEARCHED) {
      return effect;
    }
    String key =
        kind == Kind.REUSED
            ? "enough.noReuse"
            : !isEnough(ports)
                ? "enough.not"
                : worst.hasExhaustedPorts() ? "enough.load" : "enough.alone";
    return data.join(effect, text(key));
  }
}
