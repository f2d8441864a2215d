// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.SocketState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Counts sockets by whom they connect: an open hash table in plain arrays, some hundred bytes a
 * pair, and never more than a fixed number of pairs. When they become more, those that were seldom
 * seen are forgotten, the lesser half or more: whoever has many sockets is never lost, and {@link
 * #missed} says by how much his count may be too low (lossy counting, Manku and Motwani 2002).
 */
public final class FlowCounter {
  /** At most so many pairs are told apart at a time. */
  public static final int MOST = 1 << 17;

  private static final int LEAST_SLOTS = 1 << 10;

  /** The numbers of a pair that its key is made of. */
  private static final int KEY = 4;

  /**
   * A pair, with what was counted of it.
   *
   * @param port the one that belongs to the key, of either side
   * @param sockets in any state that keeps a port
   * @param timeWait of these, in TIME_WAIT
   * @param timeLeft of those in TIME_WAIT
   */
  public record Flow(
      Address local,
      Address remote,
      int port,
      int sockets,
      int timeWait,
      TimeLeftHistogram timeLeft) {}

  private final int most;
  private final boolean timed;
  private int mask = LEAST_SLOTS - 1;
  private long[] keys = new long[KEY * LEAST_SLOTS];
  private int[] ports = new int[LEAST_SLOTS];
  private int[] sockets = new int[LEAST_SLOTS];
  private int[] timeWait = new int[LEAST_SLOTS];
  private TimeLeftHistogram.Bins bins;
  private int pairs;
  private long missed;

  /**
   * @param timed whether it is also counted how long those in TIME_WAIT have yet to wait; else the
   *     remainders of a flow are empty
   * @param eligibility who of these is young
   */
  public FlowCounter(boolean timed, ReuseEligibility eligibility) {
    this(timed, eligibility, MOST);
  }

  /**
   * @param most pairs, more than which are not told apart
   */
  public FlowCounter(boolean timed, ReuseEligibility eligibility, int most) {
    this.most = most;
    this.timed = timed;
    this.bins = new TimeLeftHistogram.Bins(timed ? LEAST_SLOTS : 1, eligibility);
  }

  /**
   * Counts the row's socket for a pair.
   *
   * @param port that belongs to the key
   * @param byLocal whether the local address does, too
   */
  public void add(TableRow row, int port, boolean byLocal) {
    long localHigh = byLocal ? row.localHigh : 0;
    long localLow = byLocal ? row.localLow : 0;
    int slot = slot(localHigh, localLow, row.remoteHigh, row.remoteLow, port);
    if (sockets[slot] == 0) {
      if (pairs >= most) {
        forget();
        slot = slot(localHigh, localLow, row.remoteHigh, row.remoteLow, port);
      } else if (2 * (pairs + 1) > mask) {
        resize(2 * (mask + 1));
        slot = slot(localHigh, localLow, row.remoteHigh, row.remoteLow, port);
      }
      keys[KEY * slot] = localHigh;
      keys[KEY * slot + 1] = localLow;
      keys[KEY * slot + 2] = row.remoteHigh;
      keys[KEY * slot + 3] = row.remoteLow;
      ports[slot] = port;
      pairs++;
    }
    sockets[slot]++;
    if (row.state == SocketState.TIME_WAIT) {
      timeWait[slot]++;
      if (timed) {
        bins.add(slot, row.left);
      }
    }
  }

  /** By how many sockets at most the count of a pair may be too low; 0 when all are exact. */
  long missed() {
    return missed;
  }

  /** How many pairs there are; when some were forgotten, how many are left. */
  int pairs() {
    return pairs;
  }

  /** The pairs that have most, the greatest first. */
  public List<Flow> greatest(int number) {
    Comparator<Integer> bySize =
        Comparator.<Integer>comparingInt(slot -> sockets[slot])
            .thenComparing(slot -> -timeWait[slot])
            .thenComparing(slot -> -ports[slot]);
    PriorityQueue<Integer> best = new PriorityQueue<>(bySize);
    for (int slot = 0; slot <= mask; slot++) {
      if (sockets[slot] > 0 && (best.size() < number || sockets[slot] >= sockets[best.element()])) {
        best.add(slot);
        if (best.size() > number) {
          best.remove();
        }
      }
    }
    List<Integer> order = new ArrayList<>(best);
    order.sort(bySize.reversed());
    return order.stream().map(this::flow).toList();
  }

  private Flow flow(int slot) {
    return new Flow(
        new Address(keys[KEY * slot], keys[KEY * slot + 1]),
        new Address(keys[KEY * slot + 2], keys[KEY * slot + 3]),
        ports[slot],
        sockets[slot],
        timeWait[slot],
        bins.of(timed ? slot : 0));
  }

  /** Where the pair stands, or the free slot where it would. */
  private int slot(long a, long b, long c, long d, int port) {
    long hash = (((a * 31 + b) * 31 + c) * 31 + d) * 31 + port;
    // The multiplier of Fibonacci hashing spreads addresses that differ in their last bits.
    hash *= 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 33) & mask;
    while (sockets[slot] > 0 && !isKey(slot, a, b, c, d, port)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isKey(int slot, long a, long b, long c, long d, int port) {
    int key = KEY * slot;
    return ports[slot] == port
        && keys[key] == a
        && keys[key + 1] == b
        && keys[key + 2] == c
        && keys[key + 3] == d;
  }

  private void forget() {
    int[] counts = Arrays.stream(sockets).filter(count -> count > 0).sorted().toArray();
    int limit = counts[counts.length / 2];
    for (int slot = 0; slot <= mask; slot++) {
      if (sockets[slot] <= limit) {
        sockets[slot] = 0;
      }
    }
    missed += limit;
    resize(mask + 1);
  }

  /** Puts all that is left into a table of so many slots. */
  private void resize(int slots) {
    long[] oldKeys = keys;
    int[] oldPorts = ports;
    int[] oldSockets = sockets;
    int[] oldTimeWait = timeWait;
    TimeLeftHistogram.Bins oldBins = bins;
    mask = slots - 1;
    keys = new long[KEY * slots];
    ports = new int[slots];
    sockets = new int[slots];
    timeWait = new int[slots];
    bins = oldBins.sameWidth(timed ? slots : 1);
    pairs = 0;
    for (int old = 0; old < oldSockets.length; old++) {
      if (oldSockets[old] > 0) {
        int key = KEY * old;
        int slot =
            slot(oldKeys[key], oldKeys[key + 1], oldKeys[key + 2], oldKeys[key + 3], oldPorts[old]);
        System.arraycopy(oldKeys, key, keys, KEY * slot, KEY);
        ports[slot] = oldPorts[old];
        sockets[slot] = oldSockets[old];
        timeWait[slot] = oldTimeWait[old];
        if (timed) {
          bins.copy(slot, oldBins, old);
        }
        pairs++;
      }
    }
  }
}
