package io.github.twlen.survey;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.Advice.Remedy;
import io.github.twlen.survey.Advice.Standing;
import java.util.List;
import java.util.Optional;

/** A kernel with another length: the dearest remedy, and seldom the one that is needed. */
final class RebuildAdvice {
  private RebuildAdvice() {}

  /**
   * @param outgoing what the other remedies for ports would do
   */
  static Advice of(Readings read, TimewaitLength wanted, List<Advice> outgoing) {
    double length = read.length().seconds();
    if (wanted.seconds() >= length) {
      return Advice.notNeeded(
          Remedy.REBUILD,
          "TIME_WAIT is "
              + Words.seconds(length)
              + " here, and "
              + wanted
              + " would not be shorter");
    }
    String effect = effect(read, wanted, length);
    if (read.settings().twTimeoutSeconds() != null) {
      return new Advice(
          Remedy.REBUILD,
          Standing.NOT_NEEDED,
          "you do not need this: the length is a setting of this kernel (tcp_tw_timeout)",
          effect,
          List.of("sysctl -w net.ipv4.tcp_tw_timeout=" + wanted.seconds()),
          "");
    }
    Optional<PortUse> scarce = OutgoingAdvice.scarce(read);
    if (scarce.isEmpty()) {
      return new Advice(Remedy.REBUILD, Standing.NOT_NEEDED, harmless(read), effect, List.of(), "");
    }
    PortUse worst = scarce.get();
    int open = worst.inUse() - worst.timeWait();
    if (2 * open > worst.inUse()) {
      return new Advice(
          Remedy.REBUILD,
          Standing.NOT_NEEDED,
          "you do not need this: most ports to "
              + worst.destination()
              + " are of connections that are open, "
              + Words.number(open)
              + " of "
              + Words.number(worst.inUse())
              + ", and no length changes these",
          effect,
          List.of(),
          "");
    }
    Optional<Advice> cheaper =
        outgoing.stream()
            .filter(a -> a.standing() == Standing.DO && a.remedy() != Remedy.KEEP_ALIVE)
            .findFirst();
    String limit =
        "; for good "
            + Words.about(worst.mostPerSecond(wanted.seconds()))
            + " connections a second to "
            + worst.destination()
            + " instead of "
            + Words.about(worst.mostPerSecond(length));
    if (cheaper.isPresent()) {
      return new Advice(
          Remedy.REBUILD,
          Standing.NOT_NEEDED,
          "you do not need this: \""
              + cheaper.get().remedy().title()
              + "\" is one setting, and enough"
              + (cheaper.get().remedy() == Remedy.TW_REUSE ? ", if the peers use timestamps" : ""),
          effect + limit,
          List.of(),
          "");
    }
    return new Advice(
        Remedy.REBUILD,
        Standing.CONSIDER,
        "no setting is enough for "
            + worst.destination()
            + "; only if keeping connections open and more addresses are not to be had",
        effect + limit,
        List.of("twlen rebuild --seconds " + wanted.seconds()),
        "a kernel of your own, to be built again for each security update; a peer that retransmits its last FIN later than "
            + Words.seconds(Math.floor(wanted.seconds() * 10 / 3.5) / 10)
            + " after the first is not answered any more");
  }

  private static String effect(Readings read, TimewaitLength wanted, double length) {
    double expected = KernelAdvice.expected(read);
    if (expected == 0) {
      return "";
    }
    return "with "
        + wanted
        + " about "
        + Words.about(expected * wanted.seconds() / length)
        + " sockets in TIME_WAIT at the same rate, instead of "
        + Words.about(expected);
  }

  private static String harmless(Readings read) {
    long waiting = read.table().timeWait();
    return "you do not need this: "
        + (waiting == 0
            ? "no socket is in TIME_WAIT"
            : (waiting == 1 ? "the one socket" : "the " + Words.number(waiting) + " sockets")
                + " in TIME_WAIT "
                + (waiting == 1 ? "takes " : "take ")
                + Words.bytes((double) waiting * KernelAdvice.SOCKET_BYTES)
                + " of memory, and no destination is short of ports");
  }
}
