// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.KernelFeature;
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
 * Judges the remedies for outgoing connections, each of which uses a local port towards its
 * destination, by the destination that is closest to exhaustion.
 */
final class OutgoingAdvice {
  private final SurveyData data;
  private final PortUse worst;
  private final PortShortage shortage;

  private OutgoingAdvice(PortShortage shortage) {
    this.data = shortage.data();
    this.worst = shortage.worst();
    this.shortage = shortage;
  }

  static List<Advice> of(SurveyData data) {
    Optional<AddressUse> bound = BindAdvice.scarce(data);
    if (bound.isPresent()) {
      return BindAdvice.of(data, bound.get());
    }
    Optional<PortShortage> scarce = PortShortage.nearest(data);
    if (scarce.isEmpty()) {
      return ease(data);
    }
    OutgoingAdvice advice = new OutgoingAdvice(scarce.get());
    ConnectionAdvice connections = new ConnectionAdvice(advice.shortage);
    List<Advice> all = new ArrayList<>();
    all.add(BindAdvice.notSeen(data));
    all.add(connections.keepAlive());
    all.add(connections.unixSocket());
    all.add(advice.twReuse());
    // A narrowed range comes first; otherwise, removing the cause does.
    all.add(data.range().isNarrowed() ? 1 : 4, advice.portRange());
    all.add(advice.addresses());
    return all;
  }

  private static List<Advice> ease(SurveyData data) {
    SocketTable table = data.table();
    String fullest =
        table.destinations().isEmpty()
            ? data.text("ease.none")
            : fullest(data, table.destinations().get(0));
    long incoming = table.acceptedHere() + table.undecided();
    String waiting = incoming == 0 ? "" : data.text("ease.incoming", "incoming", incoming);
    return List.of(
        BindAdvice.notSeen(data),
        Advice.notNeeded(Remedy.KEEP_ALIVE, data.join(fullest, waiting)),
        Advice.notNeeded(Remedy.UNIX_SOCKET, fullest),
        Advice.notNeeded(
            Remedy.PORT_RANGE, data.text("ease.range", "finding", fullest, "range", data.range())),
        Advice.notNeeded(Remedy.TW_REUSE, reuseAtEase(data, fullest)),
        Advice.notNeeded(Remedy.ADDRESSES, fullest));
  }

  private static String reuseAtEase(SurveyData data, String fullest) {
    Long reuse = data.settings().twReuse();
    if (reuse == null || reuse != 1) {
      return data.text("ease.reuse", "finding", fullest);
    }
    return data.text(data.settings().reuses(true) ? "reuse.on" : "reuse.idle");
  }

  private static String fullest(SurveyData data, PortUse use) {
    Object[] values = {
      "destination", use.destination(),
      "inUse", use.inUse(),
      "ports", use.ports(),
      "percent", NumberFormat.percent(use.inUse() / (double) Math.max(1, use.ports()))
    };
    return data.text(use.reusable() ? "ease.fullest.reusable" : "ease.fullest", values);
  }

  /** Returns whether the widest range would add less than a quarter of the present ports. */
  static boolean isNearlyWidest(int ports, int most) {
    return most < ports * 5L / 4;
  }

  private Advice portRange() {
    int most = data.range().widest().capacity(data.listening());
    double blocked = shortage.blockedSeconds();
    Object[] values = {
      "finding", shortage.finding(),
      "range", data.range(),
      "most", most,
      "mostRate", NumberFormat.about(most / blocked),
      "rate", NumberFormat.about(worst.ports() / blocked)
    };
    if (isNearlyWidest(worst.ports(), most)) {
      return Advice.notNeeded(Remedy.PORT_RANGE, shortage.text("range.widest", values));
    }
    return Advice.against(
        shortage.harm(),
        Remedy.PORT_RANGE,
        shortage.isEnough(most) ? shortage.standing() : Standing.CONSIDER,
        shortage.text("range.reason", values),
        shortage.withEnough(shortage.text("range.effect", values), most),
        widestRange(data),
        rangeRisk(data));
  }

  private static String reserved(SurveyData data) {
    return data.range().widest().reservedWith(data.listening());
  }

  /** Returns the change to the widest range, after services are protected from it. */
  static Change widestRange(SurveyData data) {
    PortRange range = data.range();
    Change wider =
        Change.sysctl(
            data, "net.ipv4.ip_local_port_range", range.widest(), data.settings().portRange());
    String reserved = reserved(data);
    return reserved.isEmpty() || !isReservable(data)
        ? wider
        : Change.sysctl(data, "net.ipv4.ip_local_reserved_ports", reserved, range.reserved())
            .then(wider);
  }

  static boolean isReservable(SurveyData data) {
    return data.settings().reservedPorts() != null
        || KernelFeature.RESERVED_PORTS.in(data.release()).orElse(true);
  }

  static String rangeRisk(SurveyData data) {
    if (!isReservable(data)) {
      return data.text("range.risk.unreservable");
    }
    return data.text(reserved(data).isEmpty() ? "range.risk" : "range.risk.reserved");
  }

  private Advice twReuse() {
    TcpSettings settings = data.settings();
    if (settings.reuses(worst.loopback())) {
      Long recycled = data.counters().timeWaitRecycled();
      String on =
          recycled == null
              ? data.text("reuse.on")
              : data.text("reuse.on.counted", "recycled", recycled);
      return Advice.notNeeded(
          Remedy.TW_REUSE,
          shortage.text(worst.reusable() ? "reuse.works" : "reuse.fails", "on", on));
    }
    Long set = settings.twReuse();
    String value =
        set == null
            ? data.text("unknown")
            : set == 2 ? data.text("reuse.loopback") : String.valueOf(set);
    boolean timestamps = settings.timestamps() == null || settings.timestamps() != 0;
    double delay = settings.reuseAfterSeconds();
    double most = delay == 0 ? worst.ports() : worst.mostPerSecond(Math.max(delay, 1));
    Object[] values = {
      "finding", shortage.finding(),
      "value", value,
      "reuseRate", NumberFormat.about(most),
      "rate", NumberFormat.about(worst.mostPerSecond(shortage.blockedSeconds()))
    };
    return Advice.against(
        shortage.harm(),
        Remedy.TW_REUSE,
        shortage.isMostlyOpen() ? Standing.CONSIDER : shortage.standing(),
        data.text(timestamps ? "reuse.reason" : "reuse.reason.timestamps", values),
        shortage.text("reuse.effect", values),
        reuse(data, timestamps),
        data.text("reuse.risk"));
  }

  private static Change reuse(SurveyData data, boolean timestamps) {
    TcpSettings settings = data.settings();
    Change reuse = Change.sysctl(data, "net.ipv4.tcp_tw_reuse", 1, settings.twReuse());
    if (timestamps) {
      return reuse;
    }
    Change stamps = Change.sysctl(data, "net.ipv4.tcp_timestamps", 1, settings.timestamps());
    Long recycle = settings.twRecycle();
    // Timestamps would put tcp_tw_recycle into effect.
    return recycle == null || recycle == 0
        ? stamps.then(reuse)
        : Change.sysctl(data, "net.ipv4.tcp_tw_recycle", 0, recycle).then(stamps).then(reuse);
  }

  private Advice addresses() {
    if (shortage.standing() != Standing.DO) {
      return Advice.notNeeded(Remedy.ADDRESSES, fullest(data, worst));
    }
    double each = Math.max(1, worst.ports());
    long more = Math.max(1, (long) Math.ceil(worst.needed() / each) - 1);
    String effect = shortage.text("addresses.effect", "more", more);
    boolean present = AddressCommands.isPresentAnyway(worst.to());
    return Advice.against(
        shortage.harm(),
        Remedy.ADDRESSES,
        Standing.CONSIDER,
        shortage.finding(),
        present ? data.join(effect, data.text("addresses.loopback")) : effect,
        AddressCommands.add(data, worst.to()),
        data.text(BindAdvice.hasNoPort(data) ? "addresses.risk" : "addresses.risk.bind"));
  }
}
