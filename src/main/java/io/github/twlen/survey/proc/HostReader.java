// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.Conntrack;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.Peer;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.SurveyFailure;
import io.github.twlen.survey.TcpCounters;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.WaitLength;
import io.github.twlen.survey.proc.SocketCounter.Family;
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
public final class HostReader {
  /** How many destinations, peers and ports are told. */
  private static final int TOLD = 20;

  /** So many sockets may come and go while a table is read, or a tenth of all. */
  private static final int FEW = 5;

  private final ProcFiles files;
  private final SurveyWarnings gaps;
  private final Optional<Path> processes;

  /**
   * @param processes where the processes of this host are looked into; empty for a copy, which says
   *     itself whose the sockets were
   */
  public HostReader(ProcFiles files, Optional<Path> processes) {
    this.files = files;
    this.gaps = files.gaps();
    this.processes = processes;
  }

  /** What the reader found, and whose the sockets are, for a copy. */
  public record Read(SurveyData data, String closeWait) {}

  /**
   * Reads everything.
   *
   * @throws SurveyFailure when there is no table of sockets at all
   */
  public Read call() {
    PortRange known = TcpSettings.range(files);
    PortRange range = known == null ? PortRange.usual() : known;
    TcpSettings settings = TcpSettings.read(files, known);
    String release = files.line("sys/kernel/osrelease").orElse("");
    SocketCounter counter = new SocketCounter(range, new ReuseEligibility(release, settings), gaps);
    read(counter, Family.V4);
    if (files.has(Family.V6.file())) {
      read(counter, Family.V6);
    } else if (processes.isEmpty()) {
      gaps.add(Family.V6.file() + " is not in the copy: that host had no IPv6, or it was left out");
    }
    TcpCounters counters = TcpCounters.read(files);
    WaitLength length =
        WaitLength.of(counter.longestTimers.most(), release, settings.twTimeoutSeconds());
    tellDoubtful(counter, length, WaitLength.possible(release, settings.twTimeoutSeconds()));
    SocketOwnerFinder finder = holders(counter);
    tellMissed(counter);
    tellChange(counter, counters.timeWaitNow());
    return new Read(
        new SurveyData(
            release,
            length,
            table(counter, finder, range, length, settings, counters.timeWaitRecycled()),
            counters,
            settings,
            Conntrack.read(files),
            range,
            counter.listening()),
        finder.text());
  }

  private void read(SocketCounter counter, Family family) {
    try (InputStream in = files.open(family.file())) {
      if (!counter.read(in, family) && family == Family.V4) {
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
                : "a copy has the names of /proc below it, net/tcp among them; `twlen survey"
                    + " --collect FOLDER` makes one",
            e);
      }
      gaps.add("cannot read " + family.file() + ": " + ProcFiles.reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "there is no such file" : ProcFiles.reason(e);
  }

  private SocketOwnerFinder holders(SocketCounter counter) {
    SocketOwnerFinder finder =
        processes
            .map(proc -> SocketOwnerFinder.alive(proc, counter.closeWait))
            .orElseGet(() -> SocketOwnerFinder.saved(files, counter.closeWait));
    if (finder.missing() > 0) {
      gaps.add(
          "the processes of "
              + NumberFormat.count(finder.missing(), "socket")
              + " in CLOSE_WAIT were not found: "
              + unseen(finder));
    }
    return finder;
  }

  /** A length beyond what was expected: one damaged row would be enough for it. */
  private void tellDoubtful(SocketCounter counter, WaitLength length, List<Integer> expected) {
    int rows = counter.longestTimers.over((long) TableRow.TICKS * Collections.max(expected));
    if (rows > 0 && rows < LongestTimers.KEPT) {
      gaps.add(
          "the length of "
              + NumberFormat.seconds(length.seconds())
              + " rests on no more than "
              + NumberFormat.count(rows, "socket")
              + " of the "
              + NumberFormat.number(counter.of(SocketState.TIME_WAIT))
              + " in TIME_WAIT: where a row is damaged, it is wrong");
    }
  }

  private String unseen(SocketOwnerFinder finder) {
    if (processes.isEmpty()) {
      return "a copy names those that its maker may see, and only root may see all";
    }
    return finder.refused()
        ? "only root may look into the processes of others"
        : "no process that can be seen from here has them open";
  }

  private void tellMissed(SocketCounter counter) {
    long missed = Math.max(counter.destinations.missed(), counter.peers.missed());
    if (missed > 0) {
      gaps.add(
          "there are more destinations or peers than "
              + NumberFormat.number(FlowCounter.MOST)
              + ": their counts may be too low by up to "
              + NumberFormat.number(missed)
              + ", and how many there are is not known");
    }
  }

  /**
   * A table is read while it changes, and takes longer the longer it is; the kernel's own count is
   * of one moment. It has the small sockets of FIN_WAIT2 in it, which are some of the orphans.
   */
  private void tellChange(SocketCounter counter, @Nullable Long now) {
    long least = counter.of(SocketState.TIME_WAIT);
    long most = least + counter.orphansInFinWait2;
    long apart = now == null ? 0 : Math.max(least - now, now - most);
    if (apart > Math.max(FEW, least / 10)) {
      gaps.add(
          "the tables show "
              + NumberFormat.count(least, "socket")
              + " in TIME_WAIT and the kernel counts "
              + NumberFormat.number(now == null ? 0 : now)
              + ": they changed while they were read, are of two moments, or are not whole");
    }
  }

  private static SocketTable table(
      SocketCounter counter,
      SocketOwnerFinder finder,
      PortRange range,
      WaitLength length,
      TcpSettings settings,
      @Nullable Long recycled) {
    BitSet listening = counter.listening();
    int ports = range.capacity(listening);
    List<PortUse> destinations =
        counter.destinations.greatest(TOLD).stream()
            .map(flow -> PortUse.of(flow, ports, length.seconds(), settings, recycled))
            .sorted(
                Comparator.comparingDouble(PortUse::pressure)
                    .thenComparingInt(PortUse::inUse)
                    .reversed())
            .toList();
    List<Peer> peers =
        counter.peers.greatest(TOLD).stream()
            .map(
                flow ->
                    new Peer(
                        flow.remote().toString(),
                        flow.port(),
                        listening.get(flow.port()),
                        flow.timeWait()))
            .toList();
    return new SocketTable(
        states(counter, Family.V4),
        states(counter, Family.V6),
        counter.of(SocketState.TIME_WAIT),
        counter.accepted,
        counter.opened,
        counter.undecided,
        NumberFormat.thousandths(counter.remainders.of(0).bornPerSecond(length.seconds())),
        counter.orphansInFinWait2,
        counter.neverAccepted,
        finder.all(),
        finder.missing(),
        destinations,
        counter.destinations.missed() > 0 ? null : counter.destinations.pairs(),
        counter.localPorts.told(TOLD, ports),
        peers,
        services(counter, listening));
  }

  private static Map<SocketState, Long> states(SocketCounter counter, Family family) {
    Map<SocketState, Long> states = new TreeMap<>();
    for (SocketState state : SocketState.values()) {
      states.put(state, counter.of(family, state));
    }
    return states;
  }

  private static List<Service> services(SocketCounter counter, BitSet listening) {
    List<Service> services = new ArrayList<>();
    for (int port = 0; port < PortRange.PORTS; port++) {
      if (counter.timeWaitAt[port] > 0 || counter.queuedAt[port] > 0) {
        services.add(
            new Service(
                port, listening.get(port), counter.timeWaitAt[port], counter.queuedAt[port]));
      }
    }
    services.sort(
        Comparator.comparingInt(Service::timeWait).thenComparingInt(Service::queued).reversed());
    return List.copyOf(services.subList(0, Math.min(TOLD, services.size())));
  }
}
