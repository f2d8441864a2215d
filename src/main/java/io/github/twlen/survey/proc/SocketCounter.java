// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.SocketState;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Locale;
import java.util.Objects;

/**
 * Counts the rows of both tables as they go by: nothing of a row is kept but the counts.
 *
 * <p>Who closed is told by where a socket stands: one in TIME_WAIT closed first, whichever side
 * opened the connection. That this host accepted it is told by its local port, if somebody listens
 * there; the kernel prints the listeners before all others. That this host opened it is told by a
 * local port of the range from which the kernel takes them. What is neither stays undecided: the
 * listener may be gone, or the program chose the port itself.
 */
final class SocketCounter {
  /** Whose sockets a table shows. */
  enum Family {
    /** {@code /proc/net/tcp}. */
    V4("net/tcp", 1),
    /** {@code /proc/net/tcp6}; also IPv4 connections of sockets that talk both. */
    V6("net/tcp6", 4);

    private final String file;
    private final int words;

    Family(String file, int words) {
      this.file = file;
      this.words = words;
    }

    String file() {
      return file;
    }
  }

  /** What is counted of one family. */
  private static final class Tally {
    private final long[] states = new long[SocketState.GREATEST + 1];
    private final BitSet listening = new BitSet();
  }

  private final PortRange range;
  private final SurveyWarnings gaps;
  private final Tally v4 = new Tally();
  private final Tally v6 = new Tally();

  final FlowCounter destinations;
  final FlowCounter peers;
  final LocalPortUsage localPorts = new LocalPortUsage();
  final TimeLeftHistogram.Bins remainders;
  final InodeSet closeWait = new InodeSet();
  final int[] timeWaitAt = new int[PortRange.PORTS];
  final int[] queuedAt = new int[PortRange.PORTS];
  long accepted;
  long opened;
  long undecided;
  long orphansInFinWait2;
  long neverAccepted;
  final LongestTimers longestTimers = new LongestTimers();
  private boolean closeWaitFull;

  SocketCounter(PortRange range, ReuseEligibility eligibility, SurveyWarnings gaps) {
    this.range = range;
    this.gaps = gaps;
    this.destinations = new FlowCounter(true, eligibility);
    this.peers = new FlowCounter(false, eligibility);
    this.remainders = new TimeLeftHistogram.Bins(1, eligibility);
  }

  /**
   * Reads a table to its end. What is no row is told as a gap, with the line of the first one.
   *
   * @return whether it is a table: something of it is a row or the head
   */
  boolean read(InputStream table, Family family) throws IOException {
    TableRow row = new TableRow();
    long[] line = new long[1];
    long[] bad = new long[2];
    long[] rows = new long[1];
    boolean[] head = new boolean[1];
    boolean[] cut = new boolean[1];
    boolean[] late = new boolean[1];
    BitSet seen = new BitSet();
    RowSequenceCheck sequence = new RowSequenceCheck();
    LineSplitter.read(
        table,
        (bytes, from, to, whole) -> {
          line[0]++;
          if (whole && row.parse(bytes, from, to, family.words)) {
            sequence.row(line[0], row.number);
            late[0] |= row.state == SocketState.LISTEN && seen.get(row.localPort);
            seen.set(row.localPort, row.state != SocketState.LISTEN);
            count(row, family);
            rows[0]++;
          } else if (!whole) {
            cut[0] = true;
          } else if (line[0] == 1 && isHead(bytes, from, to)) {
            head[0] = true;
          } else {
            bad[1] = bad[0]++ == 0 ? line[0] : bad[1];
            sequence.noRow();
          }
        });
    told(family, bad, cut[0], late[0], line[0]);
    sequence.told(family.file).ifPresent(gaps::add);
    return rows[0] > 0 || (head[0] && bad[0] == 0 && !cut[0]);
  }

  private void told(Family family, long[] bad, boolean cut, boolean late, long lines) {
    if (lines == 0) {
      gaps.add(family.file + " is empty: not even its head is there");
    }
    if (bad[0] > 0) {
      gaps.add(
          String.format(
              Locale.ROOT,
              "%s: %,d lines are no rows of a table, the first is line %,d; they were left out",
              family.file,
              bad[0],
              bad[1]));
    }
    if (cut) {
      gaps.add(family.file + " is cut off within a row: what comes after is not counted");
    }
    if (late) {
      gaps.add(
          family.file
              + ": listeners come after connections, as no kernel prints them: which side opened a"
              + " connection may be wrong");
    }
  }

  /** The first line of a table: {@code " sl local_address ..."}. */
  private static boolean isHead(byte[] bytes, int from, int to) {
    return to - from > 4 && bytes[from] == ' ' && bytes[from + 2] == 's' && bytes[from + 3] == 'l';
  }

  private void count(TableRow row, Family family) {
    SocketState state = Objects.requireNonNull(row.state);
    tally(family).states[state.number()]++;
    if (state == SocketState.LISTEN) {
      tally(family).listening.set(row.localPort);
      queuedAt[row.localPort] += (int) Math.min(row.received, 1 << 20);
      return;
    }
    boolean here = tally(family).listening.get(row.localPort);
    boolean ours = !here && range.holds(row.localPort);
    if (ours && row.remotePort != 0) {
      destinations.add(row, row.remotePort, true);
      localPorts.add(row);
    }
    switch (state) {
      case TIME_WAIT -> timeWait(row, here, ours);
      case CLOSE_WAIT -> closeWait(row);
      case FIN_WAIT2 -> {
        // Without a file descriptor it is an orphan, which tcp_fin_timeout ends.
        if (row.inode == 0) {
          orphansInFinWait2++;
        }
      }
      default -> {}
    }
  }

  private void timeWait(TableRow row, boolean here, boolean ours) {
    longestTimers.add(row.left);
    remainders.add(0, row.left);
    if (ours) {
      opened++;
      return;
    }
    if (here) {
      accepted++;
    } else {
      undecided++;
    }
    timeWaitAt[row.localPort]++;
    peers.add(row, row.localPort, false);
  }

  private void closeWait(TableRow row) {
    // A connection has no inode before the program accepts it.
    if (row.inode == 0) {
      neverAccepted++;
    } else if (!closeWait.add(row.inode) && !closeWaitFull) {
      closeWaitFull = true;
      gaps.add(
          String.format(
              Locale.ROOT,
              "more than %,d sockets are in CLOSE_WAIT: processes are told for so many only",
              InodeSet.MOST));
    }
  }

  private Tally tally(Family family) {
    return family == Family.V4 ? v4 : v6;
  }

  /** How many sockets of a family are in a state. */
  long of(Family family, SocketState state) {
    return tally(family).states[state.number()];
  }

  /** How many sockets of both families are in a state. */
  long of(SocketState state) {
    return of(Family.V4, state) + of(Family.V6, state);
  }

  /** The ports on which somebody listens, of either family. */
  BitSet listening() {
    BitSet both = (BitSet) v4.listening.clone();
    both.or(v6.listening);
    return both;
  }
}
