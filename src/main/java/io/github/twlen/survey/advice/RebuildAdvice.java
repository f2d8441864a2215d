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

/** A kernel with another length: the dearest remedy, and seldom the one that is needed. */
final class RebuildAdvice {
  /** From this part of tcp_max_tw_buckets on, some may not have waited. */
  private static final double NEARLY = 0.8;

  private RebuildAdvice() {}

  /**
   * @param outgoing what the other remedies for ports would do
   */
  static Advice of(SurveyData data, TimewaitLength wanted, List<Advice> outgoing) {
    double length = data.length().seconds();
    if (wanted.seconds() >= length) {
      return Advice.notNeeded(
          Remedy.REBUILD,
          "TIME_WAIT is "
              + NumberFormat.seconds(length)
              + " here, and "
              + wanted
              + " would not be shorter");
    }
    String effect = effect(data, wanted, length);
    if (data.settings().twTimeoutSeconds() != null) {
      return new Advice(
          Remedy.REBUILD,
          Standing.NOT_NEEDED,
          "you do not need this: the length is a setting of this kernel (tcp_tw_timeout)",
          effect,
          List.of("sysctl -w net.ipv4.tcp_tw_timeout=" + wanted.seconds()),
          "");
    }
    Optional<AddressUse> bound = BindAdvice.scarce(data);
    if (bound.isPresent()) {
      return notNeeded(
          "ports of "
              + bound.get().address()
              + " are bound before it is known where to, and each destination has all of them once"
              + " they are not",
          effect);
    }
    Optional<PortUse> scarce = PortShortage.nearest(data);
    if (scarce.isEmpty()) {
      return notNeeded(harmless(data), effect);
    }
    PortUse worst = scarce.get();
    int open = worst.inUse() - worst.timeWait();
    if (2 * open > worst.inUse()) {
      return notNeeded(
          "most ports to "
              + worst.destination()
              + " are of connections that are open, "
              + NumberFormat.number(open)
              + " of "
              + NumberFormat.number(worst.inUse())
              + ", and no length changes these",
          effect);
    }
    if (worst.reusable() && data.settings().reuseAfterSeconds() <= wanted.seconds()) {
      return notNeeded(
          "ports to "
              + worst.destination()
              + " may be taken over after "
              + NumberFormat.seconds(data.settings().reuseAfterSeconds())
              + " as it is, and no length changes that",
          effect);
    }
    Optional<Advice> cheaper =
        outgoing.stream()
            .filter(a -> a.standing() == Standing.DO && a.remedy() != Remedy.KEEP_ALIVE)
            .findFirst();
    String limit =
        "; for good "
            + NumberFormat.about(worst.mostPerSecond(wanted.seconds()))
            + " connections a second to "
            + worst.destination()
            + " instead of "
            + NumberFormat.about(worst.mostPerSecond(new PortShortage(data, worst).held()));
    if (cheaper.isPresent()) {
      return notNeeded(
          "\""
              + cheaper.get().remedy().title()
              + "\" is one setting, and enough"
              + (worst.isExhausted() ? " for what got through" : "")
              + (cheaper.get().remedy() == Remedy.TW_REUSE ? ", if the peers use timestamps" : ""),
          effect + limit);
    }
    return new Advice(
        Remedy.REBUILD,
        Standing.CONSIDER,
        "no setting is enough for "
            + worst.destination()
            + "; only if keeping connections open and more addresses are not to be had",
        effect + limit,
        List.of("twlen rebuild --seconds " + wanted.seconds()),
        "a kernel of your own, to be built again for each security update; a peer whose"
            + " retransmission timeout is more than "
            + NumberFormat.seconds(Math.floor(wanted.seconds() * 10 / 3.5) / 10)
            + " may find nobody when an ACK is lost");
  }

  private static Advice notNeeded(String why, String effect) {
    String reason = "you do not need this: " + why;
    return new Advice(Remedy.REBUILD, Standing.NOT_NEEDED, reason, effect, List.of(), "");
  }

  private static String effect(SurveyData data, TimewaitLength wanted, double length) {
    double expected = KernelAdvice.expected(data);
    if (expected == 0) {
      return "";
    }
    double then = expected * wanted.seconds() / length;
    Long most = data.settings().maxTwBuckets();
    Long overflow = data.counters().timeWaitOverflow();
    // Who does not wait is in no table: neither is how many would, nor how many come each second.
    if (most != null
        && overflow != null
        && overflow > 0
        && data.table().timeWait() >= NEARLY * most) {
      return "with "
          + wanted
          + " at least "
          + NumberFormat.about(Math.min(then, most))
          + " sockets in TIME_WAIT, instead of the "
          + NumberFormat.about(Math.min(expected, most))
          + " that tcp_max_tw_buckets lets wait; those beyond are in no table";
    }
    return "with "
        + wanted
        + " about "
        + NumberFormat.about(then)
        + " sockets in TIME_WAIT at the same rate, instead of "
        + NumberFormat.about(expected);
  }

  private static String harmless(SurveyData data) {
    long waiting = data.table().timeWait();
    return waiting == 0
        ? "no socket is in TIME_WAIT"
        : (waiting == 1 ? "the one socket" : "the " + NumberFormat.number(waiting) + " sockets")
            + " in TIME_WAIT "
            + (waiting == 1 ? "takes " : "take ")
            + NumberFormat.bytes((double) waiting * KernelAdvice.SOCKET_BYTES)
            + " of memory, and no destination is short of ports";
  }
}
