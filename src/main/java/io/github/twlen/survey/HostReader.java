// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.SocketCount.Family;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a host, or the copy of one: each file once, the tables at one go. */
final class HostReader {
  /** How many destinations, peers and ports are told. */
  private static final int TOLD = 20;

  /** So many sockets may come and go while a table is read, or a tenth of all. */
  private static final int FEW = 5;

  private final ProcFiles files;
  private final Gaps gaps;
  private final Optional<Path> processes;

  /**
   * @param processes where the processes of this host are looked into; empty for a copy, which says
   *     itself whose the sockets were
   */
  HostReader(ProcFiles files, Optional<Path> processes) {
    this.files = files;
    this.gaps = files.gaps();
    this.processes = processes;
  }

  /** What the reader found, and whose the sockets are, for a copy. */
  record Read(Readings readings, String closeWait) {}

  /**
   * Reads everything.
   *
   * @throws SurveyFailure when there is no table of sockets at all
   */
  Read call() {
    PortRange known = TcpSettings.range(files);
    PortRange range = known == null ? PortRange.usual() : known;
    TcpSettings settings = TcpSettings.read(files, known);
    String release = files.line("sys/kernel/osrelease").orElse("");
    SocketCount count = new SocketCount(range, new Youth(release, settings), gaps);
    read(count, Family.V4);
    if (files.has(Family.V6.file())) {
      read(count, Family.V6);
    } else if (processes.isEmpty()) {
      gaps.add(Family.V6.file() + " is not in the copy: that host had no IPv6, or it was left out");
    }
    TcpCounters counters = TcpCounters.read(files);
    WaitLength length =
        WaitLength.of(count.longestLeft.most(), release, settings.twTimeoutSeconds());
    tellDoubtful(count, length, WaitLength.possible(release, settings.twTimeoutSeconds()));
    Holders holders = holders(count);
    tellMissed(count);
    tellChange(count, counters.timeWaitNow());
    return new Read(
        new Readings(
            release,
            length,
            table(count, holders, range, length, settings, counters.timeWaitRecycled()),
            counters,
            settings,
            Conntrack.read(files),
            range,
            count.listening()),
        holders.text());
  }

  private void read(SocketCount count, Family family) {
    try (InputStream in = files.open(family.file())) {
      if (!count.read(in, family) && family == Family.V4) {
        throw new SurveyFailure(
            files.root().resolve(family.file())
                + " is no table of sockets: it has no row of one, and not its head alone",
            "copy /proc/net/tcp anew; `twlen survey --collect FOLDER` makes a copy",
            null);
      }
    } catch (IOException e) {
      if (family == Family.V4) {
        throw new SurveyFailure(
            "cannot read " + files.root().resolve(family.file()) + ": " + reason(e),
            processes.isPresent()
                ? "is /proc mounted? A survey reads /proc/net/tcp; root is not needed"
                : "a copy has the names of /proc below it, net/tcp among them; `twlen survey --collect FOLDER` makes one",
            e);
      }
      gaps.add("cannot read " + family.file() + ": " + ProcFiles.reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "there is no such file" : ProcFiles.reason(e);
  }

  private Holders holders(SocketCount count) {
    Holders holders =
        processes
            .map(proc -> Holders.alive(proc, count.closeWait))
            .orElseGet(() -> Holders.saved(files, count.closeWait));
    if (holders.missing() > 0) {
      gaps.add(
          "the processes of "
              + Words.count(holders.missing(), "socket")
              + " in CLOSE_WAIT were not found: "
              + unseen(holders));
    }
    return holders;
  }

  /** A length beyond what was expected: one damaged row would be enough for it. */
  private void tellDoubtful(SocketCount count, WaitLength length, List<Integer> expected) {
    int rows = count.longestLeft.over((long) TableRow.TICKS * Collections.max(expected));
    if (rows > 0 && rows < LongestLeft.KEPT) {
      gaps.add(
          "the length of "
              + Words.seconds(length.seconds())
              + " rests on no more than "
              + Words.count(rows, "socket")
              + " of the "
              + Words.number(count.of(SocketState.TIME_WAIT))
              + " in TIME_WAIT: where a row is damaged, it is wrong");
    }
  }

  private String unseen(Holders holders) {
    if (processes.isEmpty()) {
      return "a copy names those that its maker may see, and only root may see all";
    }
    return holders.refused()
        ? "only root may look into the processes of others"
        : "no process that can be seen from here has them open";
  }

  private void tellMissed(SocketCount count) {
    long missed = Math.max(count.destinations.missed(), count.peers.missed());
    if (missed > 0) {
      gaps.add(
          "there are more destinations or peers than "
              + Words.number(Flows.MOST)
              + ": their counts may be too low by up to "
              + Words.number(missed)
              + ", and how many there are is not known");
    }
  }

  /**
   * A table is read while it changes, and takes longer the longer it is; the kernel's own count is
   * of one moment. It has the small sockets of FIN_WAIT2 in it, which are some of the orphans.
   */
  private void tellChange(SocketCount count, @Nullable Long now) {
    long least = count.of(SocketState.TIME_WAIT);
    long most = least + count.orphansInFinWait2;
    long apart = now == null ? 0 : Math.max(least - now, now - most);
    if (apart > Math.max(FEW, least / 10)) {
      gaps.add(
          "the tables show "
              + Words.count(least, "socket")
              + " in TIME_WAIT and the kernel counts "
              + Words.number(now == null ? 0 : now)
              + ": they changed while they were read, are of two moments, or are not whole");
    }
  }

  private static SocketTable table(
      SocketCount count,
      Holders holders,
      PortRange range,
      WaitLength length,
      TcpSettings settings,
      @Nullable Long recycled) {
    BitSet listening = count.listening();
    int ports = range.capacity(listening);
    List<PortUse> destinations =
        count.destinations.greatest(TOLD).stream()
            .map(flow -> PortUse.of(flow, ports, length.seconds(), settings, recycled))
            .sorted(
                Comparator.comparingDouble(PortUse::pressure)
                    .thenComparingInt(PortUse::inUse)
                    .reversed())
            .toList();
    List<Peer> peers =
        count.peers.greatest(TOLD).stream()
            .map(
                flow ->
                    new Peer(
                        flow.remote().toString(),
                        flow.port(),
                        listening.get(flow.port()),
                        flow.timeWait()))
            .toList();
    return new SocketTable(
        states(count, Family.V4),
        states(count, Family.V6),
        count.of(SocketState.TIME_WAIT),
        count.accepted,
        count.opened,
        count.undecided,
        Words.thousandths(count.remainders.of(0).bornPerSecond(length.seconds())),
        count.orphansInFinWait2,
        count.neverAccepted,
        holders.all(),
        holders.missing(),
        destinations,
        count.destinations.missed() > 0 ? null : count.destinations.pairs(),
        count.localPorts.told(TOLD, ports),
        peers,
        services(count, listening));
  }

  private static Map<SocketState, Long> states(SocketCount count, Family family) {
    Map<SocketState, Long> states = new TreeMap<>();
    for (SocketState state : SocketState.values()) {
      states.put(state, count.of(family, state));
    }
    return states;
  }

  private static List<Service> services(SocketCount count, BitSet listening) {
    List<Service> services = new ArrayList<>();
    for (int port = 0; port < PortRange.PORTS; port++) {
      if (count.timeWaitAt[port] > 0 || count.queuedAt[port] > 0) {
        services.add(
            new Service(port, listening.get(port), count.timeWaitAt[port], count.queuedAt[port]));
      }
    }
    services.sort(
        Comparator.comparingInt(Service::timeWait).thenComparingInt(Service::queued).reversed());
    return List.copyOf(services.subList(0, Math.min(TOLD, services.size())));
  }
}
