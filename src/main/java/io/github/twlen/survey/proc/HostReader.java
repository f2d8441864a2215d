// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.Messages;
import io.github.twlen.survey.HiddenRate;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.SocketTable;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.SurveyFailure;
import io.github.twlen.survey.TcpCounters;
import io.github.twlen.survey.TcpSettings;
import io.github.twlen.survey.WaitLength;
import io.github.twlen.survey.netfilter.Conntrack;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a host, or the copy of one: each file once. */
public final class HostReader {
  private static final Path ROOT = Path.of("/");

  /** Sockets that may come and go while a table is read, if a tenth of all is fewer. */
  private static final int FEW = 5;

  private final ProcFiles files;
  private final SurveyWarnings warnings;
  private final Optional<Path> processes;
  private final Messages messages;
  private String destinationOwners = "";
  private final @Nullable SocketRows pasted;

  /**
   * @param processes the processes of this host; empty for a copy, which has the owners of sockets
   */
  public HostReader(ProcFiles files, Optional<Path> processes, Messages messages) {
    this.files = files;
    this.warnings = files.warnings();
    this.processes = processes;
    this.messages = messages;
    this.pasted = null;
  }

  /** Creates a reader of a pasted table, without any other file. */
  public HostReader(SocketRows pasted, SurveyWarnings warnings, Messages messages) {
    // The reasons for missing files are those of the table, which it names itself.
    this.files = ProcFiles.none(new SurveyWarnings(messages));
    this.warnings = warnings;
    this.processes = Optional.empty();
    this.messages = messages;
    this.pasted = pasted;
  }

  /**
   * The numbers of a host.
   *
   * @param closeWait the owners of sockets, for a copy
   * @param conntrackStates the entries of conntrack by state, for a copy; empty if not read
   */
  public record Read(SurveyData data, String closeWait, String conntrackStates) {}

  /**
   * Reads all files.
   *
   * @throws SurveyFailure if the host has no socket table
   */
  public Read call() {
    PortRange known = TcpSettings.range(files);
    PortRange range = known == null ? PortRange.usual() : known;
    TcpSettings settings = TcpSettings.read(files, known);
    String release = files.line("sys/kernel/osrelease").orElse("");
    SocketCounter counter =
        new SocketCounter(range, new ReuseEligibility(release, settings), warnings);
    read(counter);
    counter.settle();
    TcpCounters counters = TcpCounters.read(files);
    Long setting = settings.twTimeoutSeconds();
    HiddenRate hidden = HiddenRate.of(settings, counters, counter.timeWait());
    WaitLength length =
        WaitLength.of(counter.longestLeft(), release, setting, messages)
            .underRecycling(hidden, counter.timeWait(), messages);
    if (pasted != null && length.longestLeftSeconds() == null && counter.timeWait() > 0) {
      length = length.withoutTimers(messages);
    }
    warnOfLength(counter, length, WaitLength.possible(release, setting));
    SocketOwnerFinder owners = owners(counter);
    warnOfDroppedFlows(counter);
    warnOfChange(counter, counters.timeWaitNow());
    SocketTable table =
        new TableSummary(counter, range, length, hidden, settings, counters.timeWaitRecycled())
            .table(owners, this::inspect);
    ProcFiles live = processes.map(proc -> new ProcFiles(proc, warnings)).orElse(files);
    Conntrack conntrack = ConntrackReader.read(files, live, counter.locals);
    BitSet listening = counter.listening();
    SurveyData data =
        new SurveyData(
            messages,
            release,
            length,
            table,
            counters,
            settings,
            conntrack,
            diagDestroy(release),
            range,
            listening,
            List.of());
    String closeWait = owners.text() + destinationOwners;
    return new Read(data, closeWait, ConntrackReader.text(conntrack));
  }

  private void read(SocketCounter counter) {
    if (pasted == null) {
      new TableFiles(files, processes.isEmpty()).read(counter);
    } else {
      counter.shareListeners();
      pasted.forEach(counter::countV4, counter::countV6);
    }
  }

  private @Nullable Boolean diagDestroy(String release) {
    Optional<Boolean> saved = files.line(ProcFiles.KERNEL_CONFIG).flatMap(KernelOptions::parse);
    return saved
        .or(() -> processes.flatMap(proc -> KernelOptions.diagDestroy(ROOT, release)))
        .orElse(null);
  }

  private SocketOwnerFinder owners(SocketCounter counter) {
    if (pasted != null) {
      return SocketOwnerFinder.of(pasted.owners(), pasted.ownerless());
    }
    SocketOwnerFinder finder = new SocketOwnerFinder(counter.closeWait);
    if (finder.missing() > 0) {
      if (processes.isPresent()) {
        finder.walk(processes.get());
      } else if (files.has(ProcFiles.CLOSE_WAIT)) {
        finder.read(files);
      }
    }
    if (finder.missing() > 0) {
      String key =
          processes.isEmpty()
              ? "warning.owners.copy"
              : finder.isRefused() ? "warning.owners.root" : "warning.owners.hidden";
      warnings.add(key, "sockets", finder.missing());
    }
    return finder;
  }

  /** Finds the processes of sockets; the warnings about a copy's lines are given before. */
  private void inspect(SocketOwnerFinder finder) {
    if (processes.isPresent()) {
      finder.walk(processes.get());
    } else if (files.has(ProcFiles.CLOSE_WAIT)) {
      finder.read(new ProcFiles(files.root(), new SurveyWarnings(messages)));
    }
    destinationOwners = finder.text();
  }

  /** Warns of an unexpected length that few rows support: one corrupt row may be the cause. */
  private void warnOfLength(SocketCounter counter, WaitLength length, List<Integer> expected) {
    int rows = counter.longerThan((long) TableRow.TICKS * Collections.max(expected));
    if (rows > 0 && rows < SocketCounter.LONGEST) {
      String seconds = NumberFormat.seconds(length.seconds());
      warnings.add("warning.length", "rows", rows, "all", counter.timeWait(), "length", seconds);
    }
  }

  private void warnOfDroppedFlows(SocketCounter counter) {
    long missed = Math.max(counter.destinations.missed(), counter.peers.missed());
    if (missed > 0) {
      warnings.add("warning.pairs", "limit", FlowCounter.MOST, "missed", missed);
    }
  }

  /**
   * Warns if the table and the kernel's own count differ: the table changes while it is read. The
   * count also includes timewait minisockets in FIN_WAIT2, which are some of the orphans.
   */
  private void warnOfChange(SocketCounter counter, @Nullable Long now) {
    if (now == null) {
      return;
    }
    long least = counter.timeWait();
    long most = least + counter.orphansInFinWait2;
    if (Math.max(least - now, now - most) > Math.max(FEW, least / 10)) {
      warnings.add("warning.count", "rows", least, "count", now);
    }
  }
}
