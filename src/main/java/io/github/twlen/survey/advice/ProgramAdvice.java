// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.TcpCounters;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What programs do wrong, and no setting mends: sockets not closed, connections not accepted. */
final class ProgramAdvice {
  /** Fewer sockets in CLOSE_WAIT may well be closed a moment later. */
  private static final long FEW = 10;

  /** So many processes are named. */
  private static final int NAMED = 3;

  /** One dropped connection in so many is noise since the host's start. */
  private static final long RARE = 1000;

  /** {@code SOMAXCONN} since Linux 5.4; it was 128 before. */
  private static final long USUAL_MOST = 4096;

  private ProgramAdvice() {}

  static List<Advice> of(SurveyData data) {
    List<Advice> all = new ArrayList<>();
    all.add(close(data));
    all.add(backlog(data));
    return all;
  }

  private static Advice close(SurveyData data) {
    SocketTable table = data.table();
    long sockets = table.in(SocketState.CLOSE_WAIT) - table.neverAccepted();
    if (sockets < FEW) {
      return Advice.notNeeded(
          Remedy.CLOSE,
          sockets == 0
              ? "no socket is in CLOSE_WAIT"
              : NumberFormat.count(sockets, "socket")
                  + " in CLOSE_WAIT may be closed at any moment");
    }
    TcpSettings settings = data.settings();
    String keepalive =
        settings.keepaliveSeconds() == null
            ? ""
            : " (after tcp_keepalive_time, "
                + NumberFormat.seconds(settings.keepaliveSeconds())
                + ")";
    return new Advice(
        Remedy.CLOSE,
        Standing.DO,
        who(table, sockets)
            + " in CLOSE_WAIT: their peers have closed, and the program has not. If the same ones"
            + " are there in a minute, it never will",
        "the program closing them frees "
            + NumberFormat.count(sockets, "socket")
            + "; nothing else does: no timer ends CLOSE_WAIT, neither tcp_fin_timeout nor the"
            + " TIME_WAIT length concerns it, and keepalive"
            + keepalive
            + " only finds peers that are dead, and closes nothing",
        List.of("ss -tnp state close-wait"),
        "until the program is mended, only its restart frees them, which ends its connections");
  }

  private static String who(SocketTable table, long sockets) {
    List<SocketOwner> owners = table.closeWait();
    if (owners.isEmpty()) {
      return NumberFormat.count(sockets, "socket") + " of processes that could not be seen are";
    }
    String named =
        owners.stream()
            .limit(NAMED)
            .map(
                owner ->
                    owner.command()
                        + " (pid "
                        + owner.pid()
                        + ") holds "
                        + NumberFormat.count(owner.sockets(), "socket"))
            .collect(Collectors.joining(", "));
    int others = owners.size() - NAMED;
    return named
        + (others > 0 ? ", and " + NumberFormat.count(others, "other") + " hold more," : "");
  }

  private static Advice backlog(SurveyData data) {
    TcpCounters counters = data.counters();
    Long overflows = counters.listenOverflows();
    if (overflows == null || overflows == 0) {
      return Advice.notNeeded(
          Remedy.BACKLOG,
          overflows == null
              ? "how often an accept queue overflowed is not known"
              : "no accept queue has overflowed (ListenOverflows is 0)");
    }
    long accepted = counters.passiveOpens() == null ? 0 : counters.passiveOpens();
    String reason =
        "a listener's accept queue was full "
            + NumberFormat.count(overflows, "time")
            + " since counting began (ListenOverflows), against "
            + NumberFormat.count(accepted, "connection")
            + " accepted";
    if (overflows < (double) accepted / RARE) {
      return Advice.notNeeded(Remedy.BACKLOG, reason + ": seldom enough");
    }
    String most =
        data.settings().somaxconn() == null
            ? ""
            : "; somaxconn allows " + NumberFormat.number(data.settings().somaxconn());
    return new Advice(
        Remedy.BACKLOG,
        Standing.CONSIDER,
        reason
            + data.table().services().stream()
                .filter(service -> service.queued() > 0)
                .limit(NAMED)
                .map(
                    s ->
                        "; "
                            + NumberFormat.number(s.queued())
                            + " wait at port "
                            + s.port()
                            + " now")
                .collect(Collectors.joining()),
        "a queue as long as the program asks for in listen()"
            + most
            + "; the drops are of new clients, and no TIME_WAIT length changes them",
        commands(data.settings().somaxconn()),
        "a program that accepts too slowly only lets its clients wait longer; it must be restarted"
            + " to take the new length");
  }

  private static List<String> commands(@Nullable Long somaxconn) {
    List<String> commands = new ArrayList<>();
    commands.add("nstat -az TcpExtListenOverflows TcpExtListenDrops");
    commands.add("ss -ltn");
    if (somaxconn != null && somaxconn < USUAL_MOST) {
      commands.add("sysctl -w net.core.somaxconn=" + USUAL_MOST);
    }
    return commands;
  }
}
