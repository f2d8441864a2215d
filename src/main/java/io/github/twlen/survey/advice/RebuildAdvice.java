// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;
import java.util.Optional;

/** Judges a kernel with another length: the most expensive remedy, and rarely the right one. */
final class RebuildAdvice {
  /** From this share of tcp_max_tw_buckets on, sockets may have skipped TIME_WAIT. */
  private static final double NEARLY = 0.8;

  private final SurveyData data;
  private final TimewaitLength wanted;
  private final String effect;

  private RebuildAdvice(SurveyData data, TimewaitLength wanted) {
    this.data = data;
    this.wanted = wanted;
    this.effect = effect(data, wanted);
  }

  /**
   * Judges the rebuild.
   *
   * @param outgoing the other remedies for outgoing connections
   */
  static Advice of(SurveyData data, TimewaitLength wanted, List<Advice> outgoing) {
    double length = data.length().fullSeconds();
    if (wanted.seconds() >= length) {
      return Advice.notNeeded(
          Remedy.REBUILD,
          data.text("rebuild.longer", "length", NumberFormat.seconds(length), "wanted", wanted));
    }
    RebuildAdvice advice = new RebuildAdvice(data, wanted);
    if (data.settings().twTimeoutSeconds() != null) {
      Change change =
          Change.sysctl(
              data, TwTimeoutAdvice.SYSCTL, wanted.seconds(), data.settings().twTimeoutSeconds());
      return Advice.notNeeded(Remedy.REBUILD, data.text("rebuild.setting"), advice.effect, change);
    }
    Optional<AddressUse> bound = BindAdvice.scarce(data);
    if (bound.isPresent()) {
      return advice.notNeeded(
          data.text("rebuild.bound", "address", bound.get().address()), advice.effect);
    }
    return PortShortage.nearest(data)
        .map(shortage -> advice.at(shortage, outgoing))
        .orElseGet(() -> advice.notNeeded(advice.harmless(), advice.effect));
  }

  private Advice at(PortShortage shortage, List<Advice> outgoing) {
    PortUse worst = shortage.worst();
    if (shortage.kind() == PortShortage.Kind.SEARCHED) {
      return notNeeded(harmless(), effect);
    }
    if (2 * shortage.open() > worst.inUse()) {
      return notNeeded(shortage.text("rebuild.open"), effect);
    }
    if (worst.reusable() && data.settings().reuseAfterSeconds() <= wanted.seconds()) {
      return notNeeded(shortage.text("rebuild.reusable"), effect);
    }
    String faster = faster(shortage, wanted, effect);
    Optional<Remedy> cheaper =
        outgoing.stream()
            .filter(a -> a.standing() == Standing.DO && a.remedy() != Remedy.KEEP_ALIVE)
            .map(Advice::remedy)
            .findFirst();
    if (cheaper.isPresent()) {
      String key = worst.hasExhaustedPorts() ? "rebuild.cheaper.load" : "rebuild.cheaper";
      String reason = data.text(key, "title", data.text("remedy." + cheaper.get()));
      if (cheaper.get() == Remedy.TW_REUSE) {
        reason = data.text("rebuild.timestamps", "reason", reason);
      }
      return notNeeded(reason, faster);
    }
    return Advice.against(
        shortage.harm(),
        Remedy.REBUILD,
        Standing.CONSIDER,
        shortage.text("rebuild.reason"),
        faster,
        Change.of(data.commands("rebuild.commands", "seconds", String.valueOf(wanted.seconds()))),
        data.text("rebuild.risk", "timeout", greatestTimeout(wanted)));
  }

  /** Returns an effect together with the rates to the destination that is short of ports. */
  static String faster(PortShortage shortage, TimewaitLength wanted, String effect) {
    PortUse worst = shortage.worst();
    Object[] rates = {
      "wantedRate", NumberFormat.about(worst.mostPerSecond(wanted.seconds())),
      "rate", NumberFormat.about(worst.mostPerSecond(shortage.blockedSeconds()))
    };
    return shortage.data().join(effect, shortage.text("rebuild.limit", rates));
  }

  /** Returns the peers' greatest retransmission timeout: tcp_time_wait() itself wants 3.5 of it. */
  static String greatestTimeout(TimewaitLength wanted) {
    return NumberFormat.seconds(Math.floor(wanted.seconds() * 10 / 3.5) / 10);
  }

  private Advice notNeeded(String reason, String effect) {
    return Advice.notNeeded(Remedy.REBUILD, reason, effect, Change.NONE);
  }

  /** Returns the effect of another length on the number of sockets; empty without sockets. */
  static String effect(SurveyData data, TimewaitLength wanted) {
    double length = data.length().fullSeconds();
    double expected = KernelAdvice.expected(data, length);
    if (expected == 0) {
      return "";
    }
    double fewer = expected * wanted.seconds() / length;
    Long limit = data.settings().maxTwBuckets();
    Long overflow = data.counters().timeWaitOverflow();
    // Sockets over tcp_max_tw_buckets are not listed, so their number and rate are unknown.
    boolean capped =
        limit != null
            && overflow != null
            && overflow > 0
            && data.table().timeWait() >= NEARLY * limit;
    double most = capped && limit != null ? limit : Double.MAX_VALUE;
    Object[] values = {
      "wanted", wanted,
      "fewer", NumberFormat.about(Math.min(fewer, most)),
      "expected", NumberFormat.about(Math.min(expected, most))
    };
    boolean recycled = data.length().seconds() < length;
    String key = recycled ? "rebuild.effect.recycled" : "rebuild.effect";
    return data.text(capped ? "rebuild.effect.capped" : key, values);
  }

  private String harmless() {
    long sockets = data.table().timeWait();
    String memory = NumberFormat.bytes((double) sockets * KernelAdvice.SOCKET_BYTES);
    return sockets == 0
        ? data.text("rebuild.noSocket")
        : data.text("rebuild.harmless", "sockets", sockets, "memory", memory);
  }
}
