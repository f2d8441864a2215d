// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.SocketState;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts sockets by their addresses and one port, for a bounded number of such flows. Beyond it,
 * the smaller half is dropped: a flow with many sockets is never lost, and {@link #missed} bounds
 * the error of its count (lossy counting, Manku and Motwani 2002).
 */
public final class FlowCounter {
  /** Flows counted at a time. */
  public static final int MOST = 1 << 17;

  /** Open sockets of a flow to keep: most programs open all of theirs in the same way. */
  private static final int MOST_INODES = 8;

  private static final Comparator<Flow> GREATEST =
      Comparator.comparingInt(Flow::sockets)
          .reversed()
          .thenComparingInt(Flow::timeWait)
          .thenComparing(flow -> flow.key);

  /** A flow; comparable, so that chosen addresses with equal hashes do not slow the map down. */
  private record Key(Address local, Address remote, int port) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::port)
            .thenComparing(Key::remote, Address.ORDER)
            .thenComparing(Key::local, Address.ORDER);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private static final long[] NO_INODES = {};

  /** The sockets of one flow. Most flows have one socket, so a flow has what one needs. */
  public static final class Flow {
    private final Key key;
    private final TimeLeftHistogram.Scale scale;

    /** Of more than one TIME_WAIT socket; the time of a single one is the longest. */
    private @Nullable TimeLeftHistogram timeLeft;

    private int sockets;
    private int timeWait;
    private int synSent;
    private int localPort;
    private long[] inodes = NO_INODES;
    private long longestLeft = -1;

    private Flow(Key key, TimeLeftHistogram.Scale scale) {
      this.key = key;
      this.scale = scale;
    }

    public Address local() {
      return key.local;
    }

    public Address remote() {
      return key.remote;
    }

    /** Returns the port that belongs to the flow, of either side. */
    public int port() {
      return key.port;
    }

    /** Returns the sockets in all states. */
    public int sockets() {
      return sockets;
    }

    public int timeWait() {
      return timeWait;
    }

    /** Returns the local port of its last socket. */
    int localPort() {
      return localPort;
    }

    /** Returns the inodes of some open sockets, which name the processes that hold them. */
    List<Long> inodes() {
      return Arrays.stream(inodes).boxed().toList();
    }

    private void keep(long inode) {
      if (inode != 0 && inodes.length < MOST_INODES) {
        inodes = Arrays.copyOf(inodes, inodes.length + 1);
        inodes[inodes.length - 1] = inode;
      }
    }

    /** Returns its sockets in SYN_SENT. */
    public int synSent() {
      return synSent;
    }

    /** Returns the longest remaining time in TIME_WAIT, in hundredths of a second; -1 for none. */
    public long longestLeft() {
      return longestLeft;
    }

    /** Returns the remaining time of the sockets in TIME_WAIT. */
    public TimeLeftHistogram timeLeft() {
      if (timeLeft == null) {
        timeLeft = new TimeLeftHistogram(scale);
        if (timeWait > 0) {
          timeLeft.add(longestLeft);
        }
      }
      return timeLeft;
    }

    private void addTimeWait(long left) {
      if (timeWait > 0) {
        timeLeft().add(left);
      }
      timeWait++;
      longestLeft = Math.max(longestLeft, left);
    }
  }

  private final int most;
  private final TimeLeftHistogram.Scale scale;
  private final Map<Key, Flow> flows = new HashMap<>();
  private long missed;

  public FlowCounter(ReuseEligibility eligibility) {
    this(eligibility, MOST);
  }

  FlowCounter(ReuseEligibility eligibility, int most) {
    this.most = most;
    this.scale = new TimeLeftHistogram.Scale(eligibility);
  }

  /** Counts the row's socket for a flow between two addresses. */
  public void add(TableRow row, Address local, int port) {
    Flow flow = flow(new Key(local, row.remote, port));
    flow.localPort = row.localPort;
    flow.sockets++;
    if (row.state == SocketState.TIME_WAIT) {
      flow.addTimeWait(row.left);
    } else {
      flow.synSent += row.state == SocketState.SYN_SENT ? 1 : 0;
      flow.keep(row.inode);
    }
  }

  private Flow flow(Key key) {
    Flow flow = flows.get(key);
    if (flow == null) {
      if (flows.size() >= most) {
        dropSmallerHalf();
      }
      flow = new Flow(key, scale);
      flows.put(key, flow);
    }
    return flow;
  }

  /** Counts the sockets of another counter's flow, between two other addresses. */
  void add(Flow other, Address local, int port) {
    Flow flow = flow(new Key(local, other.remote(), port));
    flow.localPort = other.localPort;
    flow.sockets += other.sockets;
    flow.timeWait += other.timeWait;
  }

  /** Returns the flows that were not dropped. */
  Collection<Flow> all() {
    return flows.values();
  }

  private void dropSmallerHalf() {
    int[] counts = flows.values().stream().mapToInt(Flow::sockets).sorted().toArray();
    int limit = counts[counts.length / 2];
    flows.values().removeIf(flow -> flow.sockets <= limit);
    missed += limit;
  }

  /** Returns by how many sockets a count may be too low; 0 if all counts are exact. */
  long missed() {
    return missed;
  }

  /** Returns the number of flows that were not dropped. */
  int flows() {
    return flows.size();
  }

  /** Returns the flows with most sockets, the greatest first. */
  public List<Flow> greatest(int number) {
    return flows.values().stream().sorted(GREATEST).limit(number).toList();
  }
}
