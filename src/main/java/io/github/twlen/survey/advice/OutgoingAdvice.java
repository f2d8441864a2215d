// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The remedies for connections that go out, of which each takes a port of this host from its
 * destination. They are weighed at the destination that is nearest to having none left.
 */
final class OutgoingAdvice {
  /** How many connections a server keeps open for a start. */
  private static final int KEPT_ALIVE = 64;

  private final SurveyData data;
  private final PortUse worst;
  private final PortShortage shortage;

  private OutgoingAdvice(SurveyData data, PortUse worst) {
    this.data = data;
    this.worst = worst;
    this.shortage = new PortShortage(data, worst);
  }

  static List<Advice> of(SurveyData data) {
    Optional<AddressUse> bound = BindAdvice.scarce(data);
    if (bound.isPresent()) {
      return BindAdvice.of(data, bound.get());
    }
    Optional<PortUse> scarce = PortShortage.nearest(data);
    if (scarce.isEmpty()) {
      return ease(data);
    }
    OutgoingAdvice advice = new OutgoingAdvice(data, scarce.get());
    List<Advice> all = new ArrayList<>();
    all.add(BindAdvice.notSeen());
    // A range that somebody narrowed is mended first; else what removes the cause comes first.
    boolean narrowed = PortShortage.narrowed(data);
    if (narrowed) {
      all.add(advice.portRange());
    }
    all.add(advice.keepAlive());
    all.add(advice.twReuse());
    if (!narrowed) {
      all.add(advice.portRange());
    }
    all.add(advice.addresses());
    return all;
  }

  private static List<Advice> ease(SurveyData data) {
    SocketTable table = data.table();
    String fullest =
        table.destinations().isEmpty()
            ? "no connection goes out"
            : fullest(table.destinations().get(0));
    String accepted =
        table.acceptedHere() + table.undecided() == 0
            ? ""
            : "; "
                + NumberFormat.count(table.acceptedHere() + table.undecided(), "socket")
                + " that "
                + (table.acceptedHere() + table.undecided() == 1 ? "waits" : "wait")
                + " at ports of services here take no port from anybody";
    Long reuse = data.settings().twReuse();
    return List.of(
        BindAdvice.notSeen(),
        Advice.notNeeded(Remedy.KEEP_ALIVE, fullest + accepted),
        Advice.notNeeded(Remedy.PORT_RANGE, fullest + " (range " + data.range() + ")"),
        Advice.notNeeded(
            Remedy.TW_REUSE,
            reuse != null && reuse == 1 ? "it is on already" : fullest + "; it is for these only"),
        Advice.notNeeded(Remedy.ADDRESSES, fullest));
  }

  private static String fullest(PortUse use) {
    return "the fullest destination, "
        + use.destination()
        + ", uses "
        + NumberFormat.number(use.inUse())
        + " of "
        + NumberFormat.count(use.ports(), "port")
        + " ("
        + NumberFormat.percent(use.inUse() / (double) Math.max(1, use.ports()))
        + ")"
        + (use.reusable() ? ", and those that wait can be taken over" : "");
  }

  private Advice keepAlive() {
    int open = worst.inUse() - worst.timeWait();
    return new Advice(
        Remedy.KEEP_ALIVE,
        shortage.standing(),
        shortage.words(),
        shortage.mostlyOpen()
            ? "requests that share a connection need fewer: "
                + NumberFormat.number(open)
                + " are open at once"
            : "a connection that is used again leaves no socket in TIME_WAIT: "
                + NumberFormat.number(worst.timeWait())
                + " ports would be free, and "
                + (open == 0 ? "none" : NumberFormat.number(open))
                + " in use now",
        List.of(
            "# nginx, for instance: upstream NAME { server "
                + worst.destination()
                + "; keepalive "
                + KEPT_ALIVE
                + "; }",
            "# and there: proxy_http_version 1.1; proxy_set_header Connection \"\";"),
        "it is a change of the program or its configuration; a kept connection may be closed by the"
            + " peer just when it is used, so the request must be one that can be repeated");
  }

  private Advice portRange() {
    PortRange widest = data.range().widest();
    int ports = widest.capacity(data.listening());
    if (ports < worst.ports() * 5L / 4) {
      return Advice.notNeeded(
          Remedy.PORT_RANGE,
          "the range "
              + data.range()
              + " is nearly as wide as it can be: it has "
              + NumberFormat.count(worst.ports(), "port")
              + ", and "
              + NumberFormat.number(ports)
              + " is the most");
    }
    return new Advice(
        Remedy.PORT_RANGE,
        shortage.enough(ports) ? shortage.standing() : Standing.CONSIDER,
        shortage.words() + "; the range is " + data.range(),
        NumberFormat.number(ports)
            + " ports instead of "
            + NumberFormat.number(worst.ports())
            + " to each destination, and "
            + NumberFormat.about(ports / shortage.held())
            + " connections a second for good instead of "
            + NumberFormat.about(worst.ports() / shortage.held())
            + shortage.enoughWords(ports),
        rangeCommands(data),
        rangeRisk(data));
  }

  /** What makes the range as wide as can be. */
  static List<String> rangeCommands(SurveyData data) {
    PortRange widest = data.range().widest();
    String reserved = widest.reservedWith(data.listening());
    List<String> commands = new ArrayList<>();
    if (!reserved.isEmpty()) {
      commands.add("sysctl -w net.ipv4.ip_local_reserved_ports=" + reserved);
    }
    commands.add("sysctl -w net.ipv4.ip_local_port_range=\"" + widest + "\"");
    return commands;
  }

  /** What a wider range may break. */
  static String rangeRisk(SurveyData data) {
    return "a service that starts later may find its port taken by a connection; "
        + (data.range().widest().reservedWith(data.listening()).isEmpty()
            ? "ip_local_reserved_ports keeps such ports free"
            : "the first command keeps the ports free that are listened on now, add those of"
                + " others");
  }

  private Advice twReuse() {
    TcpSettings settings = data.settings();
    if (settings.reuses(worst.loopback())) {
      Long recycled = data.counters().timeWaitRecycled();
      String taken =
          recycled == null
              ? ""
              : ", and has taken over " + NumberFormat.count(recycled, "port") + " (TWRecycled)";
      return Advice.notNeeded(
          Remedy.TW_REUSE,
          "it is on already"
              + taken
              + (worst.reusable()
                  ? ": that lets each be used once in "
                      + NumberFormat.seconds(settings.reuseAfterSeconds())
                  : " beside old sockets: the peers seem to use no timestamps, or the program binds"
                      + " its ports before it connects"));
    }
    boolean timestamps = settings.timestamps() == null || settings.timestamps() != 0;
    List<String> commands = new ArrayList<>();
    if (!timestamps) {
      commands.add("sysctl -w net.ipv4.tcp_timestamps=1");
    }
    commands.add("sysctl -w net.ipv4.tcp_tw_reuse=1");
    int open = worst.inUse() - worst.timeWait();
    double after = settings.reuseAfterSeconds();
    double most =
        after == 0 ? worst.ports() : Math.max(0, worst.ports() - open) / Math.max(after, 1);
    // Where timestamps are off, those that wait now have none and are never taken over.
    return new Advice(
        Remedy.TW_REUSE,
        shortage.mostlyOpen() ? Standing.CONSIDER : Standing.DO,
        shortage.words()
            + "; tcp_tw_reuse is "
            + (settings.twReuse() == null ? "not known" : reuseWords(settings.twReuse()))
            + (timestamps ? "" : ", and without tcp_timestamps it does nothing"),
        "connect() may take over a port whose socket has waited "
            + NumberFormat.seconds(after)
            + ": about "
            + NumberFormat.about(most)
            + " connections a second for good instead of "
            + NumberFormat.about(worst.mostPerSecond(data.length().seconds()))
            + "; it does nothing for connections that come in",
        commands,
        "only for peers that use timestamps, and for ports that are not bound before connect(),"
            + " neither of which the tables show; a peer that missed the last ACK of the old"
            + " connection delays the new one by a second; devices that rewrite timestamps can"
            + " break it");
  }

  private static String reuseWords(long set) {
    return set == 2 ? "2, for loopback only" : String.valueOf(set);
  }

  /**
   * What adds an address of a family.
   *
   * @param like an address of this family
   */
  static String addressCommand(String like) {
    return "ip address add ADDRESS/" + (like.indexOf(':') < 0 ? 32 : 128) + " dev DEVICE";
  }

  private Advice addresses() {
    if (worst.leansOnReuse()) {
      return Advice.notNeeded(Remedy.ADDRESSES, fullest(worst));
    }
    double each = Math.max(1, worst.ports());
    long more = Math.max(1, (long) Math.ceil(worst.needed() / each) - 1);
    return new Advice(
        Remedy.ADDRESSES,
        Standing.CONSIDER,
        shortage.words(),
        "each further address, here or there, and each further port there, gives "
            + NumberFormat.count(worst.ports(), "port")
            + " more: "
            + NumberFormat.number(more)
            + " would be enough",
        List.of(addressCommand(worst.to())),
        "the program must bind to it by turns, with IP_BIND_ADDRESS_NO_PORT (Linux 4.2): a port"
            + " that is bound before it is known where to, is taken from every destination");
  }
}
