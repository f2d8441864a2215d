// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.ArrayList;
import java.util.List;

/** Judges faults of programs that no sysctl fixes: sockets not closed, connections not accepted. */
final class ProgramAdvice {
  /** Fewer sockets in CLOSE_WAIT may be closed a moment later. */
  private static final long FEW = 10;

  /** Fewer half-closed sockets may be waiting for a slow peer. */
  private static final long MANY = 100;

  /** Processes and ports named in one sentence. */
  private static final int NAMED = 3;

  /** One dropped connection in this many is noise. */
  private static final long RARE = 1000;

  /** {@code SOMAXCONN} since Linux 5.4; 128 before. */
  private static final long DEFAULT_SOMAXCONN = 4096;

  private ProgramAdvice() {}

  static List<Advice> of(SurveyData data) {
    return List.of(close(data), halfClosed(data), backlog(data));
  }

  private static Advice close(SurveyData data) {
    SocketTable table = data.table();
    long sockets = table.in(SocketState.CLOSE_WAIT) - table.neverAccepted();
    if (sockets < FEW) {
      String key = sockets == 0 ? "close.none" : "close.few";
      return Advice.notNeeded(Remedy.CLOSE, data.text(key, "sockets", sockets));
    }
    Long set = data.settings().keepaliveSeconds();
    String keepalive = set == null ? data.text("unknown") : NumberFormat.seconds(set);
    return Advice.against(
        Harm.SOCKETS_LEAKED,
        Remedy.CLOSE,
        Standing.DO,
        data.text("close.reason", "owners", owners(data, sockets)),
        data.text("close.effect", "sockets", sockets, "keepalive", keepalive),
        Change.of(data.commands("close.commands")),
        data.text("close.risk"));
  }

  private static Advice halfClosed(SurveyData data) {
    SocketTable table = data.table();
    long held = table.in(SocketState.FIN_WAIT2) - table.orphansInFinWait2();
    if (held < MANY) {
      return Advice.notNeeded(
          Remedy.HALF_CLOSED, data.text(held == 0 ? "half.none" : "half.few", "sockets", held));
    }
    return Advice.against(
        Harm.FIN_WAIT2_HELD,
        Remedy.HALF_CLOSED,
        Standing.CONSIDER,
        data.text("half.reason", "sockets", held),
        data.text("half.effect", "sockets", held),
        Change.of(data.commands("half.commands")),
        data.text("half.risk"));
  }

  private static String owners(SurveyData data, long sockets) {
    List<SocketOwner> owners = data.table().closeWait();
    if (owners.isEmpty()) {
      return data.text("close.unseen", "sockets", sockets);
    }
    List<String> named = new ArrayList<>();
    for (SocketOwner owner : owners.subList(0, Math.min(NAMED, owners.size()))) {
      Object[] values = {
        "command", owner.command(),
        "pid", String.valueOf(owner.pid()),
        "sockets", owner.sockets()
      };
      named.add(data.text("close.owner", values));
    }
    if (owners.size() > NAMED) {
      named.add(data.text("close.others", "others", owners.size() - NAMED));
    }
    return String.join(", ", named);
  }

  private static Advice backlog(SurveyData data) {
    Long overflows = data.counters().listenOverflows();
    if (overflows == null || overflows == 0) {
      String key = overflows == null ? "backlog.unknown" : "backlog.none";
      return Advice.notNeeded(Remedy.BACKLOG, data.text(key));
    }
    Long opens = data.counters().passiveOpens();
    long accepted = opens == null ? 0 : opens;
    String finding = data.text("backlog.finding", "overflows", overflows, "accepted", accepted);
    if (overflows < (double) accepted / RARE) {
      return Advice.notNeeded(Remedy.BACKLOG, data.text("backlog.seldom", "finding", finding));
    }
    List<Service> queues =
        data.table().services().stream().filter(s -> s.queued() > 0).limit(NAMED).toList();
    for (Service service : queues) {
      String port = String.valueOf(service.port());
      finding =
          data.text("backlog.queued", "finding", finding, "queued", service.queued(), "port", port);
    }
    Long most = data.settings().somaxconn();
    boolean small = most != null && most < DEFAULT_SOMAXCONN;
    Change look = Change.of(data.commands("backlog.commands"));
    return Advice.against(
        queues.isEmpty() ? Harm.LISTEN_OVERFLOWED : Harm.LISTEN_OVERFLOW,
        Remedy.BACKLOG,
        Standing.CONSIDER,
        finding,
        data.text("backlog.effect", "somaxconn", most == null ? data.text("unknown") : most),
        small
            ? look.then(Change.sysctl(data, "net.core.somaxconn", DEFAULT_SOMAXCONN, most))
            : look,
        data.text("backlog.risk"));
  }
}
